package dev.muster.kernels.roofline;

import dev.muster.kernels.vector.PerWidth;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copied for each vector width by {@link PerWidth}. Chains are local variables, since C2 keeps
 * nothing else in registers.
 */
final class VectorFmaLoop implements FmaLoop {
  private static final VectorSpecies<Float> SPECIES = PerWidth.species(MethodHandles.lookup());

  VectorFmaLoop() {}

  @Override
  public void run(float a, float b, float[] chains) {
    FloatVector va = FloatVector.broadcast(SPECIES, a);
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
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
    x0.intoArray(chains, 0 * FmaPeak.LANES_MAX);
    x1.intoArray(chains, 1 * FmaPeak.LANES_MAX);
    x2.intoArray(chains, 2 * FmaPeak.LANES_MAX);
    x3.intoArray(chains, 3 * FmaPeak.LANES_MAX);
    x4.intoArray(chains, 4 * FmaPeak.LANES_MAX);
    x5.intoArray(chains, 5 * FmaPeak.LANES_MAX);
    x6.intoArray(chains, 6 * FmaPeak.LANES_MAX);
    x7.intoArray(chains, 7 * FmaPeak.LANES_MAX);
    x8.intoArray(chains, 8 * FmaPeak.LANES_MAX);
    x9.intoArray(chains, 9 * FmaPeak.LANES_MAX);
    x10.intoArray(chains, 10 * FmaPeak.LANES_MAX);
    x11.intoArray(chains, 11 * FmaPeak.LANES_MAX);
  }

  private static FloatVector start(int chain) {
    return FloatVector.broadcast(SPECIES, (chain + 1) / 64f);
  }
}
