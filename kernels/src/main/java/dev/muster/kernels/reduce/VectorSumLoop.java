package dev.muster.kernels.reduce;

import dev.muster.kernels.vector.PerWidth;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Copied for each vector width by {@link PerWidth}. */
final class VectorSumLoop implements SumLoop {
  private static final VectorSpecies<Float> SPECIES = PerWidth.species(MethodHandles.lookup());
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  VectorSumLoop() {}

  @Override
  public void sum(MemorySegment x, MemorySegment y, MemorySegment out, long count) {
    long whole = count - count % SPECIES.length();
    for (long i = 0; i < whole; i += SPECIES.length()) {
      long at = i * Float.BYTES;
      FloatVector.fromMemorySegment(SPECIES, x, at, ORDER)
          .add(FloatVector.fromMemorySegment(SPECIES, y, at, ORDER))
          .intoMemorySegment(out, at, ORDER);
    }
    for (long i = whole; i < count; i++) {
      float sum = x.getAtIndex(ValueLayout.JAVA_FLOAT, i) + y.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      out.setAtIndex(ValueLayout.JAVA_FLOAT, i, sum);
    }
  }
}
