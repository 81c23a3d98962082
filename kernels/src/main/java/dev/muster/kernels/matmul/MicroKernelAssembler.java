package dev.muster.kernels.matmul;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Writes the byte code of a {@link MicroKernel} for any tile.
 *
 * <p>C2 keeps a vector in a register only when it is a local variable, so each tile needs a method
 * with as many local variables as it has accumulators. By hand that is one file for each tile and
 * type; here the tile is data. The loop is what one would write:
 *
 * <pre>
 *   for p in 0 .. kc
 *     bⱼ ← fromArray(b, bOffset + j·lanes)           for each vector j
 *     cᵢⱼ ← fma(broadcast(a[aOffset + i]), bⱼ, cᵢⱼ)   for each row i, vector j
 *     aOffset += MR,  bOffset += NR
 *   tile[i·NR + j·lanes …] ← cᵢⱼ
 * </pre>
 *
 * <p>Cost: about a millisecond per tile, once per process. Thread-safe.
 */
final class MicroKernelAssembler {
  private static final ClassDesc VECTOR = FloatVector.class.describeConstable().orElseThrow();
  private static final ClassDesc SPECIES = VectorSpecies.class.describeConstable().orElseThrow();
  private static final ClassDesc FLOATS = CD_float.arrayType();
  private static final MethodTypeDesc MULTIPLY =
      MethodTypeDesc.of(CD_void, CD_int, FLOATS, CD_int, FLOATS, CD_int, FLOATS);
  private static final ClassDesc ANY_VECTOR = Vector.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc FMA = MethodTypeDesc.of(VECTOR, ANY_VECTOR, ANY_VECTOR);
  private static final Map<MicroTile, MicroKernel> ASSEMBLED = new ConcurrentHashMap<>();

  /** Slots of the parameters; slot 0 is {@code this}. */
  private static final int KC = 1;

  private static final int A = 2;
  private static final int A_OFFSET = 3;
  private static final int B = 4;
  private static final int B_OFFSET = 5;
  private static final int TILE = 6;
  private static final int P = 7;
  private static final int A_ELEMENT = 8;
  private static final int FIRST_VECTOR = 9;

  private final MicroTile tile;

  private MicroKernelAssembler(MicroTile tile) {
    this.tile = tile;
  }

  static MicroKernel microKernel(MicroTile tile) {
    return ASSEMBLED.computeIfAbsent(tile, key -> new MicroKernelAssembler(key).assemble());
  }

  private MicroKernel assemble() {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    ClassDesc name =
        ClassDesc.of(
            lookup.lookupClass().getPackageName(),
            "MicroKernel%dx%dx%d".formatted(tile.rows(), tile.vectors(), tile.bits()));
    byte[] bytes =
        ClassFile.of()
            .build(
                name,
                builder ->
                    builder
                        .withInterfaceSymbols(MicroKernel.class.describeConstable().orElseThrow())
                        .withMethodBody(
                            INIT_NAME, MTD_void, ClassFile.ACC_PUBLIC, this::constructor)
                        .withMethodBody(
                            "multiply", MULTIPLY, ClassFile.ACC_PUBLIC, this::multiply));
    try {
      MethodHandles.Lookup hidden = lookup.defineHiddenClass(bytes, true);
      return (MicroKernel)
          hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("cannot assemble micro-kernel " + tile, e);
    }
  }

  private void constructor(CodeBuilder code) {
    code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_();
  }

  private void multiply(CodeBuilder code) {
    for (int i = 0; i < tile.rows(); i++) {
      for (int j = 0; j < tile.vectors(); j++) {
        species(code)
            .invokestatic(VECTOR, "zero", MethodTypeDesc.of(VECTOR, SPECIES))
            .astore(accumulator(i, j));
      }
    }
    Label loop = code.newLabel();
    Label end = code.newLabel();
    code.iconst_0().istore(P).labelBinding(loop).iload(P).iload(KC).if_icmpge(end);
    rankOneUpdate(code);
    code.iinc(A_OFFSET, tile.rows()).iinc(B_OFFSET, tile.cols()).iinc(P, 1);
    code.goto_(loop).labelBinding(end);
    storeTile(code);
    code.return_();
  }

  private void rankOneUpdate(CodeBuilder code) {
    for (int j = 0; j < tile.vectors(); j++) {
      species(code).aload(B);
      offset(code, B_OFFSET, j * tile.lanes());
      code.invokestatic(VECTOR, "fromArray", MethodTypeDesc.of(VECTOR, SPECIES, FLOATS, CD_int))
          .astore(b(j));
    }
    for (int i = 0; i < tile.rows(); i++) {
      species(code).aload(A);
      offset(code, A_OFFSET, i);
      code.arrayLoad(TypeKind.FLOAT)
          .invokestatic(VECTOR, "broadcast", MethodTypeDesc.of(VECTOR, SPECIES, CD_float))
          .astore(A_ELEMENT);
      for (int j = 0; j < tile.vectors(); j++) {
        code.aload(A_ELEMENT)
            .aload(b(j))
            .aload(accumulator(i, j))
            .invokevirtual(VECTOR, "fma", FMA)
            .astore(accumulator(i, j));
      }
    }
  }

  private void storeTile(CodeBuilder code) {
    for (int i = 0; i < tile.rows(); i++) {
      for (int j = 0; j < tile.vectors(); j++) {
        code.aload(accumulator(i, j))
            .aload(TILE)
            .loadConstant(i * tile.cols() + j * tile.lanes())
            .invokevirtual(VECTOR, "intoArray", MethodTypeDesc.of(CD_void, FLOATS, CD_int));
      }
    }
  }

  /** A constant to C2, as an inlined species must be. */
  private CodeBuilder species(CodeBuilder code) {
    return code.getstatic(VECTOR, "SPECIES_" + tile.bits(), SPECIES);
  }

  private static void offset(CodeBuilder code, int slot, int distance) {
    code.iload(slot);
    if (distance > 0) {
      code.loadConstant(distance).iadd();
    }
  }

  private static int b(int j) {
    return FIRST_VECTOR + j;
  }

  private int accumulator(int i, int j) {
    return FIRST_VECTOR + tile.vectors() + i * tile.vectors() + j;
  }
}
