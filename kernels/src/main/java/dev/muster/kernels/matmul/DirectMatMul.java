package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.matmul.MicroKernelForm.ALayout;
import dev.muster.kernels.matmul.MicroKernelForm.Update;
import dev.muster.kernels.matmul.MicroKernelForm.Width;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;

/**
 * A product that packs nothing: the micro-kernel reads A and B where they are stored. For products
 * so small that all of it stays in cache, and for those so thin that a packed copy would hardly be
 * read again.
 *
 * <pre>
 *   for pc over K in steps of kc
 *     for jr over N in steps of NR
 *       for ir over M in steps of MR          micro-kernel: C ← α·tile (+ C)
 * </pre>
 *
 * <p>B is not transposed: a vector of B is NR elements that lie side by side.
 */
final class DirectMatMul implements BoundKernel {
  private final MatMul problem;
  private final OperandViews views;
  private final Scaling scaling;
  private final MicroTile tile;
  private final Cuts tiles;
  private final Cuts kBlocks;
  private final int panels;
  private final Update firstUpdate;
  private final MicroKernels firstWhole;
  private final MicroKernels firstLast;
  private final MicroKernels laterWhole;
  private final MicroKernels laterLast;
  private final ThreadGrid grid;
  private final Team team;

  /** True where one call does it all, and every nanosecond around it shows. */
  private final boolean single;

  DirectMatMul(MatMul problem, Operands operands, MicroTile tile, int kc, int threads) {
    this.problem = problem;
    this.views = new OperandViews(problem, operands);
    this.scaling = new Scaling(problem.beta(), operands.output(0));
    this.tile = tile;
    this.tiles = Cuts.atMost(problem.m(), tile.rows());
    this.kBlocks = Cuts.atMost(problem.k(), kc);
    this.panels = (problem.n() + tile.cols() - 1) / tile.cols();
    this.firstUpdate = problem.beta() == 0 ? Update.STORE : Update.ADD;
    this.firstWhole = kernels(firstUpdate, tile.cols());
    this.firstLast = kernels(firstUpdate, problem.n() - (panels - 1) * tile.cols());
    boolean oneBlock = kBlocks.count() == 1;
    this.laterWhole = oneBlock ? firstWhole : kernels(Update.ADD, tile.cols());
    this.laterLast =
        oneBlock ? firstLast : kernels(Update.ADD, problem.n() - (panels - 1) * tile.cols());
    this.grid = ThreadGrid.of(threads, tiles.count(), panels);
    this.team = Team.of(threads, this::work);
    this.single = tiles.count() == 1 && panels == 1 && oneBlock;
  }

  private MicroKernels kernels(Update update, int cols) {
    MicroKernelForm form =
        new MicroKernelForm(
            tile,
            problem.trans().ofA() ? ALayout.COLUMNS : ALayout.ROWS,
            views.aStepBytes(),
            views.bStepBytes(),
            Width.WHOLE,
            update);
    return MicroKernels.of(form, tiles, cols);
  }

  @Override
  public void run() {
    views.requireAlive();
    scaling.run();
    if (single) {
      firstLast
          .longer()
          .multiply(
              problem.k(),
              views.a().address(),
              views.b().address(),
              views.c().address(),
              views.c().rowBytes(),
              firstLast.lastLanes(),
              problem.alpha());
    } else {
      team.run();
    }
  }

  private void work(int thread) {
    if (team.threads() == 1) {
      multiply(0, tiles.count(), 0, panels);
      return;
    }
    Cuts rows = new Cuts(tiles.count(), grid.rows());
    Cuts cols = new Cuts(panels, grid.cols());
    int row = thread / grid.cols();
    int col = thread % grid.cols();
    multiply(rows.start(row), rows.start(row + 1), cols.start(col), cols.start(col + 1));
  }

  private void multiply(int firstTile, int endTile, int firstPanel, int endPanel) {
    for (int pc = 0; pc < kBlocks.count(); pc++) {
      int p = kBlocks.start(pc);
      for (int panel = firstPanel; panel < endPanel; panel++) {
        boolean last = panel == panels - 1;
        MicroKernels kernels =
            pc == 0 ? (last ? firstLast : firstWhole) : (last ? laterLast : laterWhole);
        multiplyPanel(kernels, firstTile, endTile, panel * tile.cols(), p, kBlocks.size(pc));
      }
    }
  }

  private void multiplyPanel(
      MicroKernels kernels, int firstTile, int endTile, int col, int p, int k) {
    long cStepBytes = views.c().rowBytes();
    long b = views.b().at(p, col);
    int row = tiles.start(firstTile);
    for (int i = firstTile; i < endTile; i++) {
      int rows = tiles.size(i);
      MicroKernel kernel = rows == tiles.longest() ? kernels.longer() : kernels.shorter();
      long c = views.c().at(row, col);
      kernel.multiply(
          k, views.a().at(row, p), b, c, cStepBytes, kernels.lastLanes(), problem.alpha());
      row += rows;
    }
  }

  @Override
  public String description() {
    return "%s tile %s, nothing packed, kc %d, %d %s"
        .formatted(
            problem.dtype(),
            tile,
            kBlocks.longest(),
            team.threads(),
            team.threads() == 1 ? "thread" : "threads");
  }

  @Override
  public void close() {
    team.close();
  }
}
