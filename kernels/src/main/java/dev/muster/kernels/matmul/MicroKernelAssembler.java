package dev.muster.kernels.matmul;

import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import dev.muster.kernels.matmul.MicroKernelForm.ALayout;
import dev.muster.kernels.matmul.MicroKernelForm.BRows;
import dev.muster.kernels.matmul.MicroKernelForm.Update;
import dev.muster.kernels.matmul.MicroKernelForm.Width;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.NativeMemory;
import dev.muster.kernels.vector.VectorBits;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Writes the byte code of a {@link MicroKernel} for any form.
 *
 * <p>C2 keeps a vector in a register only when it is a local variable, so each tile needs a method
 * with as many local variables as it has accumulators. By hand that is one file for each tile and
 * type; here the tile is data. The loop is what one would write:
 *
 * <pre>
 *   for each tile
 *     for p in 0 .. k
 *       bⱼ ← load(b + p·bStep + j·vector)             for each vector j
 *       cᵢⱼ ← fma(broadcast(load(a, i, p)), bⱼ, cᵢⱼ)    for each row i, vector j
 *     C[i, j] ← α·cᵢⱼ (+ C[i, j])
 * </pre>
 *
 * <p>Where the last vector of a row is not whole, all of it is read as long as that stays within B;
 * only the steps behind {@code wholeSteps} are masked, in a loop of their own. Wide tiles do two
 * steps per iteration ({@link #loopOfPairs}).
 *
 * <p>Cost: about a millisecond per form, once per process. Thread-safe.
 */
final class MicroKernelAssembler {
  private static final ClassDesc SEGMENT = desc(MemorySegment.class);
  private static final ClassDesc ORDER = desc(ByteOrder.class);
  private static final ClassDesc SPECIES = desc(VectorSpecies.class);
  private static final ClassDesc MASK = desc(VectorMask.class);
  private static final ClassDesc ANY_VECTOR = desc(Vector.class);
  private static final ClassDesc MEMORY = desc(NativeMemory.class);
  private static final ClassDesc HANDLE = desc(MethodHandle.class);
  private static final ClassDesc LAYOUTS = desc(ValueLayout.class);
  private static final MethodTypeDesc MULTIPLY =
      MethodTypeDesc.of(
          CD_void, CD_int, CD_int, CD_int, CD_long, CD_long, CD_long, CD_long, CD_int, CD_long);
  private static final Map<MicroKernelForm, MicroKernel> ASSEMBLED = new ConcurrentHashMap<>();

  /** Slots of the parameters; slot 0 is {@code this}, a long or a double takes two. */
  private static final int TILES = 1;

  private static final int K = 2;
  private static final int WHOLE_STEPS = 3;
  private static final int FIRST_A = 4;
  private static final int A_TILE_BYTES = 6;
  private static final int FIRST_B = 8;
  private static final int C = 10;
  private static final int LAST_LANES = 12;
  private static final int ALPHA_BITS = 13;
  private static final int P = 15;
  private static final int LAST_MASK = 16;
  private static final int ALPHAS = 17;
  private static final int END_OF_WHOLE = 18;
  private static final int END_OF_ALL = 20;
  private static final int A = 22;
  private static final int B = 24;
  private static final int FIRST_VECTOR = 26;

  /**
   * Methods whose names begin so are to be inlined; what measures tells C2 so (docs/adr/0019),
   * which else may judge by a profile from before they were called.
   */
  private static final String INLINED = "inlined";

  private static final String BROADCAST = INLINED + "Broadcast";
  private static final String UPDATE_WHOLE = INLINED + "UpdateWhole";
  private static final String UPDATE_PART = INLINED + "UpdatePart";
  private static final int UNMASKED = -1;

  /** Tiles with so many vectors in a row do two steps per iteration without a spill. */
  private static final int VECTORS_OF_PAIRS_MIN = 2;

  /** With fewer, tiles at 512 bits have more rows, not all of whose elements C2 inlines twice. */
  private static final int VECTORS_OF_PAIRS_BY_INDEX_MIN = 3;

  /** So many accesses to memory C1 can compile in one method: 38 are seen to pass. */
  private static final int C1_MAX_ACCESSES = 38;

  /** Depth of the stack, in longs, from which on C1 does not inline a method. */
  private static final int DEEP_STACK = 3;

  private final MicroKernelForm form;
  private final MicroTile tile;
  private final Element element;
  private final int elementBytes;
  private final int vectorBytes;
  private final ClassDesc name;

  /** The names of one element type in the Vector API and in {@link ValueLayout}. */
  private record Element(
      ClassDesc vector, ClassDesc primitive, ClassDesc layout, String layoutName) {
    static Element of(DType dtype) {
      return switch (dtype) {
        case F32 ->
            new Element(
                desc(FloatVector.class),
                CD_float,
                desc(ValueLayout.OfFloat.class),
                "JAVA_FLOAT_UNALIGNED");
        case F64 ->
            new Element(
                desc(DoubleVector.class),
                CD_double,
                desc(ValueLayout.OfDouble.class),
                "JAVA_DOUBLE_UNALIGNED");
        case F16, BF16, I32, I64 -> throw dtype.noArithmetic();
      };
    }
  }

  private MicroKernelAssembler(MicroKernelForm form) {
    this.form = form;
    this.tile = form.tile();
    this.element = Element.of(tile.dtype());
    this.elementBytes = tile.dtype().bytes();
    this.vectorBytes = tile.bits() / Byte.SIZE;
    this.name =
        ClassDesc.of(
            MicroKernelAssembler.class.getPackageName(),
            "MicroKernel%dx%dx%d%s"
                .formatted(tile.rows(), tile.vectors(), tile.bits(), tile.dtype()));
  }

  static MicroKernel microKernel(MicroKernelForm form) {
    return ASSEMBLED.computeIfAbsent(form, key -> new MicroKernelAssembler(key).assemble());
  }

  private MicroKernel assemble() {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    byte[] bytes =
        ClassFile.of()
            .build(
                name,
                builder ->
                    builder
                        .withInterfaceSymbols(desc(MicroKernel.class))
                        .withMethodBody(
                            INIT_NAME, MTD_void, ClassFile.ACC_PUBLIC, this::constructor)
                        .withMethodBody("multiply", MULTIPLY, ClassFile.ACC_PUBLIC, this::multiply)
                        .withMethodBody(
                            BROADCAST,
                            broadcastType(),
                            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                            this::broadcastMethod)
                        .withMethodBody(
                            UPDATE_WHOLE,
                            updateType(false),
                            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                            code -> updateVector(code, false))
                        .withMethodBody(
                            UPDATE_PART,
                            updateType(true),
                            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                            code -> updateVector(code, true)));
    try {
      MethodHandles.Lookup hidden = lookup.defineHiddenClass(bytes, true);
      return (MicroKernel)
          hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("cannot assemble micro-kernel " + form, e);
    }
  }

  private void constructor(CodeBuilder code) {
    code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_();
  }

  private void multiply(CodeBuilder code) {
    endOfB(code, WHOLE_STEPS, END_OF_WHOLE);
    endOfB(code, K, END_OF_ALL);
    Label nextTile = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(nextTile).iload(TILES).ifle(end);
    multiplyTile(code);
    code.lload(FIRST_A).lload(A_TILE_BYTES).ladd().lstore(FIRST_A);
    code.lload(C).loadConstant(tile.rows() * form.cStepBytes()).ladd().lstore(C);
    code.iinc(TILES, -1).goto_(nextTile);
    code.labelBinding(end).return_();
  }

  private void multiplyTile(CodeBuilder code) {
    for (int i = 0; i < tile.rows(); i++) {
      for (int j = 0; j < tile.vectors(); j++) {
        zero(code);
        code.astore(accumulator(i, j));
      }
    }
    code.iconst_0().istore(P);
    code.lload(FIRST_A).lstore(A);
    code.lload(FIRST_B).lstore(B);
    bound(code, A);
    bound(code, B);
    bound(code, C);
    if (inPairs()) {
      loopOfPairs(code);
    }
    loop(code, WHOLE_STEPS, END_OF_WHOLE, false);
    if (form.width() == Width.PART) {
      makeMask(code);
      if (form.b() == BRows.AS_STORED) {
        loop(code, K, END_OF_ALL, true);
      }
    }
    if (form.scaled()) {
      broadcastAlpha(code);
    }
    updateC(code);
  }

  private void zero(CodeBuilder code) {
    species(code);
    noughtOfThisTile(code);
    if (tile.dtype() == DType.F32) {
      code.l2f();
    } else {
      code.l2d();
    }
    broadcastTop(code);
  }

  /**
   * The sign bit of an address, always 0. What depends on it C2 makes where it is used; it would
   * keep a vector that is the same for all tiles in a register, and the largest tiles have none to
   * spare in their loop.
   */
  private static void noughtOfThisTile(CodeBuilder code) {
    code.lload(FIRST_A).loadConstant(Long.SIZE - 1).lushr();
  }

  /**
   * A loop that C2 may unroll, by an index, or one that it may not, by addresses: with 16 registers
   * there are none left for the loads of a second step, and C2 begins with all loads.
   */
  private boolean byIndex() {
    return tile.bits() == VectorBits.LEGAL.getLast();
  }

  /** Whether most steps are done two at a time, in as many accesses as C1 can compile. */
  private boolean inPairs() {
    return tile.vectors() >= (byIndex() ? VECTORS_OF_PAIRS_BY_INDEX_MIN : VECTORS_OF_PAIRS_MIN)
        && accessesOfPairs() + tile.vectors() <= C1_MAX_ACCESSES;
  }

  /** Those of two steps, and of a third one whose elements of A are read by calls. */
  private int accessesOfPairs() {
    return 2 * (tile.rows() + tile.vectors()) + tile.vectors();
  }

  /**
   * Two steps per iteration, so that counting costs half as much; it takes ports that FMAs need.
   *
   * <p>The branch between them is never taken. C2 computes a value as late as it may: it would
   * begin with the loads of both steps and have too few registers. All sums are needed behind the
   * branch as well, so that those of the first step come before it, and loads of the second after.
   */
  private void loopOfPairs(CodeBuilder code) {
    Label loop = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(loop);
    if (byIndex()) {
      code.iload(P).iload(WHOLE_STEPS).iconst_1().isub().if_icmpge(end);
    } else {
      code.lload(B).loadConstant(form.bStepBytes()).ladd().lload(END_OF_WHOLE).lcmp().ifge(end);
    }
    rankOneUpdate(code, 0, false, false);
    if (byIndex()) {
      code.iload(P).iload(K).if_icmpeq(end);
    } else {
      code.lload(B).lload(END_OF_ALL).lcmp().ifeq(end);
    }
    rankOneUpdate(code, 1, false, false);
    next(code, 2);
    code.goto_(loop).labelBinding(end);
  }

  private void loop(CodeBuilder code, int endOfSteps, int endOfB, boolean masked) {
    Label loop = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(loop);
    if (byIndex()) {
      code.iload(P).iload(endOfSteps).if_icmpge(end);
    } else {
      code.lload(B).lload(endOfB).lcmp().ifge(end);
    }
    rankOneUpdate(code, 0, masked, masked || inPairs());
    next(code, 1);
    code.goto_(loop).labelBinding(end);
  }

  private void next(CodeBuilder code, int steps) {
    if (byIndex()) {
      code.iinc(P, steps);
    } else {
      advance(code, A, steps);
      advance(code, B, steps);
    }
  }

  private void advance(CodeBuilder code, int slot, int steps) {
    code.lload(slot).loadConstant(steps * stepBytes(slot)).ladd();
    code.loadConstant(NativeMemory.ADDRESS_MAX).land().lstore(slot);
  }

  private void endOfB(CodeBuilder code, int steps, int end) {
    code.iload(steps).i2l().loadConstant(form.bStepBytes()).lmul();
    code.lload(FIRST_B).ladd().lstore(end);
  }

  /** The lanes of the last vector that exist. */
  private void makeMask(CodeBuilder code) {
    species(code).iconst_0().iload(LAST_LANES);
    noughtOfThisTile(code);
    code.l2i()
        .iadd()
        .invokeinterface(SPECIES, "indexInRange", MethodTypeDesc.of(MASK, CD_int, CD_int))
        .astore(LAST_MASK);
  }

  /**
   * In this order: where the elements of A come first, C2 does not fold the first of them into its
   * broadcast, and where they come between the products, it inlines fewer of them.
   *
   * @param step behind step P
   * @param masked whether the last vector of B is read in part
   * @param called whether elements of A are read by calls, where that is one more loop than C1 can
   *     compile
   */
  private void rankOneUpdate(CodeBuilder code, int step, boolean masked, boolean called) {
    for (int j = 0; j < tile.vectors(); j++) {
      long offset = step * stepBytes(B) + (long) j * vectorBytes;
      loadVector(code, B, offset, masked && masked(j) ? LAST_MASK : UNMASKED);
      code.astore(b(j));
    }
    for (int i = 0; i < tile.rows(); i++) {
      broadcastOfA(code, i, step, called);
    }
    for (int i = 0; i < tile.rows(); i++) {
      for (int j = 0; j < tile.vectors(); j++) {
        code.aload(element(i)).aload(b(j)).aload(accumulator(i, j));
        fma(code).astore(accumulator(i, j));
      }
    }
  }

  private int element(int i) {
    return accumulator(tile.rows(), 0) + i;
  }

  private void broadcastOfA(CodeBuilder code, int i, int step, boolean called) {
    long rowBytes = form.a() == ALayout.ROWS ? form.aStepBytes() : elementBytes;
    long offset = step * stepBytes(A) + i * rowBytes;
    if (called) {
      handle(code, BROADCAST, broadcastType());
      address(code, A, offset);
      code.invokevirtual(HANDLE, "invokeExact", broadcastType());
    } else {
      broadcast(code, A, offset);
    }
    code.astore(element(i));
  }

  private void broadcast(CodeBuilder code, int base, long offset) {
    species(code).getstatic(MEMORY, "ALL", SEGMENT);
    code.getstatic(LAYOUTS, element.layoutName, element.layout);
    address(code, base, offset);
    code.invokeinterface(
        SEGMENT, "get", MethodTypeDesc.of(element.primitive, element.layout, CD_long));
    broadcastTop(code);
  }

  /** Of the species and the element on the stack. */
  private CodeBuilder broadcastTop(CodeBuilder code) {
    return code.invokestatic(
        element.vector, "broadcast", MethodTypeDesc.of(element.vector, SPECIES, element.primitive));
  }

  private MethodTypeDesc broadcastType() {
    return MethodTypeDesc.of(element.vector, CD_long);
  }

  /** A method of its own, as {@link #updateVector}. */
  private void broadcastMethod(CodeBuilder code) {
    deepenStack(code, DEEP_STACK);
    broadcast(code, 0, 0);
    code.areturn();
  }

  private void updateC(CodeBuilder code) {
    for (int i = 0; i < tile.rows(); i++) {
      for (int j = 0; j < tile.vectors(); j++) {
        if (form.scaled()) {
          code.aload(accumulator(i, j)).aload(ALPHAS);
          combine(code, "mul").astore(accumulator(i, j));
        }
        if (updatesItself()) {
          update(code, C, offsetInC(i, j), accumulator(i, j), UNMASKED);
        } else {
          callUpdate(code, i, j);
        }
      }
    }
  }

  private boolean updatesItself() {
    int perVector = form.update() == Update.ADD ? 2 : 1;
    int inLoops = inPairs() ? accessesOfPairs() : tile.rows() + tile.vectors();
    int accesses = inLoops + tile.rows() * tile.vectors() * perVector;
    return form.width() == Width.WHOLE && accesses <= C1_MAX_ACCESSES;
  }

  private void update(CodeBuilder code, int c, long offset, int sum, int mask) {
    code.aload(sum);
    if (form.update() == Update.ADD) {
      loadVector(code, c, offset, mask);
      combine(code, "add");
    }
    storeVector(code, c, offset, mask);
  }

  /** By a method handle, since else C2 does not inline it into a method of that many nodes. */
  private void callUpdate(CodeBuilder code, int i, int j) {
    boolean masked = masked(j);
    MethodTypeDesc type = updateType(masked);
    String method = masked ? UPDATE_PART : UPDATE_WHOLE;
    handle(code, method, type);
    address(code, C, offsetInC(i, j));
    code.aload(accumulator(i, j));
    if (masked) {
      code.aload(LAST_MASK);
    }
    code.invokevirtual(HANDLE, "invokeExact", type);
  }

  /** An address in C, the sum, and the mask. */
  private MethodTypeDesc updateType(boolean masked) {
    return masked
        ? MethodTypeDesc.of(CD_void, CD_long, element.vector, MASK)
        : MethodTypeDesc.of(CD_void, CD_long, element.vector);
  }

  /**
   * One vector of C, in a method that C2 inlines, since it is short, and C1 does not, since it
   * needs a deep stack. All of a large tile in one method are more than C1 can compile, and then
   * the interpreter runs until C2 is done (docs/adr/0012).
   */
  private void updateVector(CodeBuilder code, boolean masked) {
    deepenStack(code, DEEP_STACK - (masked && form.update() == Update.ADD ? 1 : 0));
    update(code, 0, 0, 2, masked ? 3 : UNMASKED);
    code.return_();
  }

  private static void deepenStack(CodeBuilder code, int longs) {
    for (int i = 0; i < longs; i++) {
      code.lconst_0();
    }
  }

  private void handle(CodeBuilder code, String method, MethodTypeDesc type) {
    code.ldc(MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.STATIC, name, method, type));
  }

  /** Of the two vectors on the stack. */
  private CodeBuilder combine(CodeBuilder code, String operation) {
    return code.invokevirtual(
        element.vector, operation, MethodTypeDesc.of(element.vector, ANY_VECTOR));
  }

  private void broadcastAlpha(CodeBuilder code) {
    species(code).lload(ALPHA_BITS);
    noughtOfThisTile(code);
    code.ladd().invokestatic(CD_Double, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
    if (tile.dtype() == DType.F32) {
      code.d2f();
    }
    broadcastTop(code).astore(ALPHAS);
  }

  private void loadVector(CodeBuilder code, int base, long offset, int mask) {
    species(code).getstatic(MEMORY, "ALL", SEGMENT);
    address(code, base, offset);
    order(code);
    if (mask != UNMASKED) {
      code.aload(mask)
          .invokestatic(
              element.vector,
              "fromMemorySegment",
              MethodTypeDesc.of(element.vector, SPECIES, SEGMENT, CD_long, ORDER, MASK));
    } else {
      code.invokestatic(
          element.vector,
          "fromMemorySegment",
          MethodTypeDesc.of(element.vector, SPECIES, SEGMENT, CD_long, ORDER));
    }
  }

  /** Stores the vector that lies on the stack. */
  private void storeVector(CodeBuilder code, int base, long offset, int mask) {
    code.getstatic(MEMORY, "ALL", SEGMENT);
    address(code, base, offset);
    order(code);
    if (mask != UNMASKED) {
      code.aload(mask)
          .invokevirtual(
              element.vector,
              "intoMemorySegment",
              MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER, MASK));
    } else {
      code.invokevirtual(
          element.vector, "intoMemorySegment", MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER));
    }
  }

  private long offsetInC(int i, int j) {
    return i * form.cStepBytes() + (long) j * vectorBytes;
  }

  private boolean masked(int j) {
    return form.width() == Width.PART && j == tile.vectors() - 1;
  }

  private CodeBuilder fma(CodeBuilder code) {
    return code.invokevirtual(
        element.vector, "fma", MethodTypeDesc.of(element.vector, ANY_VECTOR, ANY_VECTOR));
  }

  /** Both orders are constants to C2; memory is in the one of this machine. */
  private static void order(CodeBuilder code) {
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    code.getstatic(ORDER, little ? "LITTLE_ENDIAN" : "BIG_ENDIAN", ORDER);
  }

  /** A constant to C2, as an inlined species must be. */
  private CodeBuilder species(CodeBuilder code) {
    return code.getstatic(element.vector, "SPECIES_" + tile.bits(), SPECIES);
  }

  /** From one step of the sum to the next; 0 for what does not move. */
  private long stepBytes(int slot) {
    return switch (slot) {
      case A -> form.a() == ALayout.ROWS ? elementBytes : form.aStepBytes();
      case B -> form.bStepBytes();
      default -> 0;
    };
  }

  /** As {@link NativeMemory#bounded}. */
  private static void bound(CodeBuilder code, int slot) {
    code.lload(slot).loadConstant(NativeMemory.ADDRESS_MAX).land().lstore(slot);
  }

  /** Step P of it; the sign is taken from P, so that C2 sees an address that is not negative. */
  private void address(CodeBuilder code, int slot, long distanceBytes) {
    code.lload(slot);
    long stepBytes = stepBytes(slot);
    if (stepBytes > 0 && byIndex()) {
      code.iload(P).loadConstant(Integer.MAX_VALUE).iand().i2l();
      code.loadConstant(stepBytes).lmul().ladd();
    }
    if (distanceBytes > 0) {
      code.loadConstant(distanceBytes).ladd();
    }
  }

  private static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  private static int b(int j) {
    return FIRST_VECTOR + j;
  }

  private int accumulator(int i, int j) {
    return FIRST_VECTOR + tile.vectors() + i * tile.vectors() + j;
  }
}
