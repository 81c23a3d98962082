package dev.muster.kernels.matmul;

/**
 * The innermost product: a few rows of A by a few vectors of B, added up in registers; one tile of
 * C after another, since a call for each costs small products up to 7 % of their time.
 *
 * <p>All of it is native memory given by its address. Nothing checks these addresses: whoever binds
 * a kernel has checked the operands, and every address lies inside of one.
 */
@FunctionalInterface
interface MicroKernel {

  /**
   * C ← α·Σₚ A[:, p]·B[p, :] + C, or without that C, for p from 0 to k and for each tile; the
   * {@link MicroKernelForm} says how A and B lie, whether C is read, and whether the last vector is
   * whole.
   *
   * @param tiles of C, one below the other; all by the same B
   * @param k length of the sum, 0 or more
   * @param wholeSteps how many of the k steps may read all of a last vector that is not whole
   * @param a address of A[0, 0]
   * @param aTileBytes from the rows of A of one tile to those of the next
   * @param b address of B[0, 0]
   * @param c address of C[0, 0]
   * @param lastLanes lanes of the last vector that exist, 1 or more
   * @param alphaBits α as the bits of a double: a double would come in a vector register, of which
   *     tiles leave none
   */
  void multiply(
      int tiles,
      int k,
      int wholeSteps,
      long a,
      long aTileBytes,
      long b,
      long c,
      int lastLanes,
      long alphaBits);
}
