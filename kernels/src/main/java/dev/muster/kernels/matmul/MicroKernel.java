package dev.muster.kernels.matmul;

/**
 * The innermost product: a few rows of A by a few vectors of B, added up in registers.
 *
 * <p>All of it is native memory given by its address. Nothing checks these addresses: whoever binds
 * a kernel has checked the operands, and every address lies inside of one.
 */
@FunctionalInterface
interface MicroKernel {

  /**
   * C ← α·Σₚ A[:, p]·B[p, :] + C, or without that C, for p from 0 to k; the {@link MicroKernelForm}
   * says how A and B lie, whether C is read, and whether the last vector is whole.
   *
   * @param k length of the sum, 0 or more
   * @param a address of A[0, 0]
   * @param b address of B[0, 0]
   * @param c address of C[0, 0]
   * @param lastLanes lanes of the last vector that exist, 1 or more
   * @param alpha α
   */
  void multiply(int k, int wholeSteps, long a, long b, long c, int lastLanes, double alpha);
}
