package dev.muster.offload.plan;

import dev.muster.kernels.problem.MatMul;

/**
 * One product that a rank computes without a break: C[m, n] ← α·A[m, k]·B[k, n] + β·C[m, n].
 *
 * <p>β is that of the problem in exactly one of all the tiles of an element of C: the first tile of
 * the first rank that has the element. In the first tile of any other rank it is 0, and in every
 * later tile of a rank it is 1; so the partial results of all ranks add up to αAB + βC.
 *
 * @param m rows of A and C, of the whole problem
 * @param n columns of B and C
 * @param k columns of A, rows of B
 * @param output index of the C that it goes to, among the {@link RankShare#outputs} of its rank
 * @param beta what that C is multiplied with before the product is added
 */
public record Tile(Range m, Range n, Range k, int output, double beta) {

  /** The problem of this tile alone. */
  public MatMul product(MatMul whole) {
    return whole.withShape(m.count(), n.count(), k.count()).withBeta(beta);
  }
}
