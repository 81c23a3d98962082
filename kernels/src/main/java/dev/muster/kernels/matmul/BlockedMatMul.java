package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.tensor.Matrix;

/**
 * The five loops around a micro-kernel, with their panels allocated.
 *
 * <pre>
 *   for jc over N in steps of nc                  B block in the last-level cache
 *     for pc over K in steps of kc                  pack kc × nc of B
 *       for ic over M in steps of mc                  pack mc × kc of A, in the second level
 *         for jr over nc in steps of NR                 panel of B in the first level
 *           for ir over mc in steps of MR                 micro-kernel, then C ← α·tile + β·C
 * </pre>
 */
final class BlockedMatMul implements BoundKernel {
  private final MatMul problem;
  private final Matrix a;
  private final Matrix b;
  private final Matrix c;
  private final MicroTile tile;
  private final Blocking blocking;
  private final MicroKernel microKernel;
  private final float[] aPanels;
  private final float[] bPanels;
  private final float[] tileOfC;

  BlockedMatMul(MatMul problem, Operands operands, MicroTile tile, Blocking blocking) {
    this.problem = problem;
    this.a = operands.input(0);
    this.b = operands.input(1);
    this.c = operands.output(0);
    this.tile = tile;
    this.blocking = blocking.fit(problem.m(), problem.n(), problem.k(), tile);
    this.microKernel = MicroKernelAssembler.microKernel(tile);
    this.aPanels = new float[this.blocking.mc() * this.blocking.kc()];
    this.bPanels = new float[this.blocking.nc() * this.blocking.kc()];
    this.tileOfC = new float[tile.rows() * tile.cols()];
  }

  @Override
  public void run() {
    if (problem.k() == 0) {
      TileUpdate.scale(c, (float) problem.beta());
      return;
    }
    for (int jc = 0; jc < problem.n(); jc += blocking.nc()) {
      int nc = Math.min(blocking.nc(), problem.n() - jc);
      for (int pc = 0; pc < problem.k(); pc += blocking.kc()) {
        int kc = Math.min(blocking.kc(), problem.k() - pc);
        Packing.packB(b, pc, jc, kc, nc, tile.cols(), bPanels);
        for (int ic = 0; ic < problem.m(); ic += blocking.mc()) {
          int mc = Math.min(blocking.mc(), problem.m() - ic);
          Packing.packA(a, ic, pc, mc, kc, tile.rows(), aPanels);
          macroKernel(ic, jc, mc, nc, kc, (float) (pc == 0 ? problem.beta() : 1));
        }
      }
    }
  }

  private void macroKernel(int ic, int jc, int mc, int nc, int kc, float beta) {
    for (int jr = 0; jr < nc; jr += tile.cols()) {
      int cols = Math.min(tile.cols(), nc - jr);
      for (int ir = 0; ir < mc; ir += tile.rows()) {
        int rows = Math.min(tile.rows(), mc - ir);
        microKernel.multiply(kc, aPanels, ir * kc, bPanels, jr * kc, tileOfC);
        long first = (ic + ir) * c.stride() + jc + jr;
        TileUpdate.update(
            c, first, rows, cols, tileOfC, tile.cols(), (float) problem.alpha(), beta);
      }
    }
  }

  @Override
  public String description() {
    return "tile %s, kc %d, mc %d, nc %d"
        .formatted(tile, blocking.kc(), blocking.mc(), blocking.nc());
  }
}
