package dev.muster.kernels.roofline;

/** All chains of {@link FmaPeak} from beginning to end. */
@FunctionalInterface
interface FmaLoop {

  /** Writes lane l of chain c to {@code chains[c·LANES_MAX + l]}. */
  void run(float a, float b, float[] chains);
}
