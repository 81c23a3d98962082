package dev.muster.kernels.matmul;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import dev.muster.kernels.matmul.MicroKernelForm.ALayout;
import dev.muster.kernels.matmul.MicroKernelForm.Update;
import dev.muster.kernels.matmul.MicroKernelForm.Width;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.NativeMemory;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
 *   for p in 0 .. k
 *     bⱼ ← load(b + j·vector)                       for each vector j, the last one masked
 *     cᵢⱼ ← fma(broadcast(load(a, i)), bⱼ, cᵢⱼ)       for each row i, vector j
 *     b += bStep,  a += aStep (columns) or element (rows)
 *   C[i, j] ← α·cᵢⱼ (+ C[i, j])
 * </pre>
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
  private static final ClassDesc LAYOUTS = desc(ValueLayout.class);
  private static final MethodTypeDesc MULTIPLY =
      MethodTypeDesc.of(CD_void, CD_int, CD_long, CD_long, CD_long, CD_long, CD_int, CD_double);
  private static final Map<MicroKernelForm, MicroKernel> ASSEMBLED = new ConcurrentHashMap<>();

  /** Slots of the parameters; slot 0 is {@code this}, a long or a double takes two. */
  private static final int K = 1;

  private static final int A = 2;
  private static final int B = 4;
  private static final int C = 6;
  private static final int C_STEP = 8;
  private static final int LAST_LANES = 10;
  private static final int ALPHA = 11;
  private static final int P = 13;
  private static final int A_ELEMENT = 14;
  private static final int LAST_MASK = 15;
  private static final int ALPHAS = 16;
  private static final int FIRST_VECTOR = 17;

  private final MicroKernelForm form;
  private final MicroTile tile;
  private final Element element;
  private final int elementBytes;
  private final int vectorBytes;

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
      };
    }
  }

  private MicroKernelAssembler(MicroKernelForm form) {
    this.form = form;
    this.tile = form.tile();
    this.element = Element.of(tile.dtype());
    this.elementBytes = tile.dtype().bytes();
    this.vectorBytes = tile.bits() / Byte.SIZE;
  }

  static MicroKernel microKernel(MicroKernelForm form) {
    return ASSEMBLED.computeIfAbsent(form, key -> new MicroKernelAssembler(key).assemble());
  }

  private MicroKernel assemble() {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    ClassDesc name =
        ClassDesc.of(
            lookup.lookupClass().getPackageName(),
            "MicroKernel%dx%dx%d%s"
                .formatted(tile.rows(), tile.vectors(), tile.bits(), tile.dtype()));
    byte[] bytes =
        ClassFile.of()
            .build(
                name,
                builder ->
                    builder
                        .withInterfaceSymbols(desc(MicroKernel.class))
                        .withMethodBody(
                            INIT_NAME, MTD_void, ClassFile.ACC_PUBLIC, this::constructor)
                        .withMethodBody(
                            "multiply", MULTIPLY, ClassFile.ACC_PUBLIC, this::multiply));
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
    if (form.width() == Width.PART) {
      makeMask(code);
    }
    for (int i = 0; i < tile.rows(); i++) {
      for (int j = 0; j < tile.vectors(); j++) {
        species(code)
            .invokestatic(element.vector, "zero", MethodTypeDesc.of(element.vector, SPECIES))
            .astore(accumulator(i, j));
      }
    }
    Label loop = code.newLabel();
    Label end = code.newLabel();
    code.iconst_0().istore(P).labelBinding(loop).iload(P).iload(K).if_icmpge(end);
    rankOneUpdate(code);
    advance(code);
    code.iinc(P, 1).goto_(loop).labelBinding(end);
    updateC(code);
    code.return_();
  }

  /** The lanes of the last vector that exist. */
  private void makeMask(CodeBuilder code) {
    species(code)
        .iconst_0()
        .iload(LAST_LANES)
        .invokeinterface(SPECIES, "indexInRange", MethodTypeDesc.of(MASK, CD_int, CD_int))
        .astore(LAST_MASK);
  }

  private void rankOneUpdate(CodeBuilder code) {
    for (int j = 0; j < tile.vectors(); j++) {
      loadVector(code, B, j);
      code.astore(b(j));
    }
    for (int i = 0; i < tile.rows(); i++) {
      broadcastOfA(code, i);
      for (int j = 0; j < tile.vectors(); j++) {
        code.aload(A_ELEMENT).aload(b(j)).aload(accumulator(i, j));
        fma(code).astore(accumulator(i, j));
      }
    }
  }

  private void broadcastOfA(CodeBuilder code, int i) {
    species(code).getstatic(MEMORY, "ALL", SEGMENT);
    code.getstatic(LAYOUTS, element.layoutName, element.layout);
    address(code, A, i * (form.a() == ALayout.ROWS ? form.aStepBytes() : elementBytes));
    code.invokeinterface(
            SEGMENT, "get", MethodTypeDesc.of(element.primitive, element.layout, CD_long))
        .invokestatic(
            element.vector,
            "broadcast",
            MethodTypeDesc.of(element.vector, SPECIES, element.primitive))
        .astore(A_ELEMENT);
  }

  private void advance(CodeBuilder code) {
    advance(code, A, form.a() == ALayout.ROWS ? elementBytes : form.aStepBytes());
    advance(code, B, form.bStepBytes());
  }

  private static void advance(CodeBuilder code, int slot, long distanceBytes) {
    address(code, slot, distanceBytes);
    code.lstore(slot);
  }

  private void updateC(CodeBuilder code) {
    if (form.update() != Update.TILE) {
      broadcastAlpha(code);
    }
    for (int i = 0; i < tile.rows(); i++) {
      for (int j = 0; j < tile.vectors(); j++) {
        code.aload(accumulator(i, j));
        updateVector(code, j);
        storeVector(code, j);
      }
      code.lload(C).lload(C_STEP).ladd().lstore(C);
    }
  }

  /** Leaves what is stored where the sum lies on the stack. */
  private void updateVector(CodeBuilder code, int j) {
    switch (form.update()) {
      case STORE ->
          code.aload(ALPHAS)
              .invokevirtual(element.vector, "mul", MethodTypeDesc.of(element.vector, ANY_VECTOR));
      case ADD -> {
        code.aload(ALPHAS);
        loadVector(code, C, j);
        fma(code);
      }
      case TILE -> {}
    }
  }

  private void broadcastAlpha(CodeBuilder code) {
    species(code).dload(ALPHA);
    if (tile.dtype() == DType.F32) {
      code.d2f();
    }
    code.invokestatic(
            element.vector,
            "broadcast",
            MethodTypeDesc.of(element.vector, SPECIES, element.primitive))
        .astore(ALPHAS);
  }

  private void loadVector(CodeBuilder code, int base, int j) {
    species(code).getstatic(MEMORY, "ALL", SEGMENT);
    address(code, base, (long) j * vectorBytes);
    order(code);
    if (masked(j)) {
      code.aload(LAST_MASK)
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
  private void storeVector(CodeBuilder code, int j) {
    code.getstatic(MEMORY, "ALL", SEGMENT);
    address(code, C, (long) j * vectorBytes);
    order(code);
    if (masked(j)) {
      code.aload(LAST_MASK)
          .invokevirtual(
              element.vector,
              "intoMemorySegment",
              MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER, MASK));
    } else {
      code.invokevirtual(
          element.vector, "intoMemorySegment", MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER));
    }
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

  private static void address(CodeBuilder code, int slot, long distanceBytes) {
    code.lload(slot);
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
