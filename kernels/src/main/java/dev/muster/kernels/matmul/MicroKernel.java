package dev.muster.kernels.matmul;

/** The innermost product: a few rows of packed A by a few columns of packed B. */
@FunctionalInterface
public interface MicroKernel {

  /**
   * tile ← Σₚ a[p]·b[p]ᵀ for p from 0 to kc.
   *
   * @param kc length of the sum, 0 or more
   * @param a packed panel: MR elements for each p
   * @param aOffset where the panel begins
   * @param b packed panel: NR elements for each p
   * @param bOffset where the panel begins
   * @param tile MR rows of NR elements, overwritten
   */
  void multiply(int kc, float[] a, int aOffset, float[] b, int bOffset, float[] tile);
}
