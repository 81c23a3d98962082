package dev.muster.kernels.vector;

import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.NativeMemory;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * What code that is the same for every element type asks beyond {@link Vector}, which has most of
 * it. The type is known to the species alone, which has to be a constant of the code that asks: C2
 * then decides each question here when it compiles.
 */
public final class AnyVectors {
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private AnyVectors() {}

  /** The species of this type and width. */
  @SuppressWarnings("unchecked")
  public static VectorSpecies<Object> species(DType dtype, int bits) {
    Class<?> element =
        switch (dtype) {
          case F32 -> float.class;
          case F64 -> double.class;
          case I32 -> int.class;
          case I64 -> long.class;
          case F16, BF16 -> throw new IllegalArgumentException("no vectors of " + dtype);
        };
    return (VectorSpecies<Object>) VectorSpecies.of(element, VectorShape.forBitSize(bits));
  }

  /** The lanes of {@code mask} from an address; 0 in the others. */
  @SuppressWarnings("unchecked")
  public static Vector<Object> load(
      VectorSpecies<Object> species, long address, VectorMask<Object> mask) {
    VectorSpecies<?> any = species;
    VectorMask<?> lanes = mask;
    Class<?> element = species.elementType();
    Vector<?> loaded;
    if (element == float.class) {
      loaded =
          FloatVector.fromMemorySegment(
              (VectorSpecies<Float>) any,
              NativeMemory.ALL,
              address,
              ORDER,
              (VectorMask<Float>) lanes);
    } else if (element == double.class) {
      loaded =
          DoubleVector.fromMemorySegment(
              (VectorSpecies<Double>) any,
              NativeMemory.ALL,
              address,
              ORDER,
              (VectorMask<Double>) lanes);
    } else if (element == int.class) {
      loaded =
          IntVector.fromMemorySegment(
              (VectorSpecies<Integer>) any,
              NativeMemory.ALL,
              address,
              ORDER,
              (VectorMask<Integer>) lanes);
    } else {
      loaded =
          LongVector.fromMemorySegment(
              (VectorSpecies<Long>) any,
              NativeMemory.ALL,
              address,
              ORDER,
              (VectorMask<Long>) lanes);
    }
    return (Vector<Object>) loaded;
  }

  /** One value, rounded to the type, in every lane of f32 or f64. */
  @SuppressWarnings("unchecked")
  public static Vector<Object> broadcast(VectorSpecies<Object> species, double value) {
    VectorSpecies<?> any = species;
    Vector<?> all =
        species.elementType() == (Class<?>) float.class
            ? FloatVector.broadcast((VectorSpecies<Float>) any, (float) value)
            : DoubleVector.broadcast((VectorSpecies<Double>) any, value);
    return (Vector<Object>) all;
  }
}
