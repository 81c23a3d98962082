package dev.muster.kernels.roofline;

import dev.muster.kernels.vector.PerWidth;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The chains of f32. Copied for each vector width by {@link PerWidth}. Chains are local variables,
 * since C2 keeps nothing else in registers.
 */
final class VectorFmaLoop implements FmaLoop {
  private static final VectorSpecies<Float> SPECIES = PerWidth.species(MethodHandles.lookup());
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  VectorFmaLoop() {}

  @Override
  public void run(double a, double b, MemorySegment out, long chainBytes) {
    FloatVector va = FloatVector.broadcast(SPECIES, (float) a);
    FloatVector vb = FloatVector.broadcast(SPECIES, (float) b);
    FloatVector x0 = start(0);
    FloatVector x1 = start(1);
    FloatVector x2 = start(2);
    FloatVector x3 = start(3);
    FloatVector x4 = start(4);
    FloatVector x5 = start(5);
    FloatVector x6 = start(6);
    FloatVector x7 = start(7);
    FloatVector x8 = start(8);
    FloatVector x9 = start(9);
    FloatVector x10 = start(10);
    FloatVector x11 = start(11);
    for (int link = 0; link < FmaPeak.LINKS; link++) {
      x0 = x0.fma(va, vb);
      x1 = x1.fma(va, vb);
      x2 = x2.fma(va, vb);
      x3 = x3.fma(va, vb);
      x4 = x4.fma(va, vb);
      x5 = x5.fma(va, vb);
      x6 = x6.fma(va, vb);
      x7 = x7.fma(va, vb);
      x8 = x8.fma(va, vb);
      x9 = x9.fma(va, vb);
      x10 = x10.fma(va, vb);
      x11 = x11.fma(va, vb);
    }
    x0.intoMemorySegment(out, 0 * chainBytes, ORDER);
    x1.intoMemorySegment(out, 1 * chainBytes, ORDER);
    x2.intoMemorySegment(out, 2 * chainBytes, ORDER);
    x3.intoMemorySegment(out, 3 * chainBytes, ORDER);
    x4.intoMemorySegment(out, 4 * chainBytes, ORDER);
    x5.intoMemorySegment(out, 5 * chainBytes, ORDER);
    x6.intoMemorySegment(out, 6 * chainBytes, ORDER);
    x7.intoMemorySegment(out, 7 * chainBytes, ORDER);
    x8.intoMemorySegment(out, 8 * chainBytes, ORDER);
    x9.intoMemorySegment(out, 9 * chainBytes, ORDER);
    x10.intoMemorySegment(out, 10 * chainBytes, ORDER);
    x11.intoMemorySegment(out, 11 * chainBytes, ORDER);
  }

  private static FloatVector start(int chain) {
    return FloatVector.broadcast(SPECIES, (chain + 1) / 64f);
  }
}
