package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.matmul.MicroKernelForm.BRows;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;

/**
 * A product that packs nothing: the micro-kernel reads A and B where they are stored. For products
 * so small that all of it stays in cache, and for those so thin that a packed copy would hardly be
 * read again.
 *
 * <pre>
 *   for pc over K in steps of kc
 *     for ic over M in steps of mc              a few rows of A stay in cache
 *       for jr over N in steps of NR
 *         for ir over mc in steps of MR         in the micro-kernel: C ← α·tile (+ C)
 * </pre>
 *
 * <p>B is not transposed: a vector of B is NR elements that lie side by side.
 */
final class DirectMatMul implements BoundKernel {
  private final MatMul problem;
  private final OperandViews views;
  private final Scaling scaling;
  private final long alphaBits;
  private final MicroTile tile;
  private final Cuts tiles;
  private final Cuts kBlocks;
  private final int panels;
  private final int tilesPerBlock;
  private final PanelKernels kernels;
  private final ThreadGrid grid;
  private final Team team;

  /** True where one call does it all, and every nanosecond around it shows. */
  private final boolean single;

  private final int wholeSteps;

  DirectMatMul(MatMul problem, Operands operands, MicroTile tile, int kc, int threads) {
    this.problem = problem;
    this.views = new OperandViews(problem, operands);
    this.scaling = new Scaling(problem.beta(), operands.output(0));
    this.alphaBits = Double.doubleToRawLongBits(problem.alpha());
    this.tile = tile;
    this.tiles = Cuts.atMost(problem.m(), tile.rows());
    this.kBlocks = Cuts.atMost(problem.k(), kc);
    this.panels = Math.ceilDiv(problem.n(), tile.cols());
    this.tilesPerBlock =
        Math.clamp(Direct.mc(kBlocks.longest(), problem.dtype()) / tile.rows(), 1, tiles.count());
    MicroKernelForm form =
        MicroKernelForm.of(
            problem, views, tile, views.aStepBytes(), BRows.AS_STORED, views.bStepBytes());
    this.kernels = PanelKernels.of(problem, form, tiles, kBlocks.count());
    this.grid = ThreadGrid.of(threads, tiles.count(), panels);
    this.team = Team.of(threads, this::work);
    this.wholeSteps = problem.k() - views.maskedSteps(tile.lanes());
    this.single = tiles.count() == 1 && panels == 1 && kBlocks.count() == 1;
  }

  @Override
  public void run() {
    views.requireAlive();
    scaling.run();
    if (single) {
      MicroKernels only = kernels.firstLast();
      only.longer()
          .multiply(
              1,
              problem.k(),
              wholeSteps,
              views.a().address(),
              0,
              views.b().address(),
              views.c().address(),
              only.lastLanes(),
              alphaBits);
    } else {
      team.run();
    }
  }

  private void work(int thread) {
    if (team.threads() == 1) {
      multiply(0, tiles.count(), 0, panels);
      return;
    }
    ThreadGrid.Share mine = grid.share(thread, tiles.count(), panels);
    multiply(mine.firstTile(), mine.endTile(), mine.firstPanel(), mine.endPanel());
  }

  private void multiply(int firstTile, int endTile, int firstPanel, int endPanel) {
    for (int pc = 0; pc < kBlocks.count(); pc++) {
      for (int ic = firstTile; ic < endTile; ic += tilesPerBlock) {
        int icEnd = Math.min(endTile, ic + tilesPerBlock);
        for (int panel = firstPanel; panel < endPanel; panel++) {
          multiplyPanel(ic, icEnd, panel, pc);
        }
      }
    }
  }

  private void multiplyPanel(int ic, int icEnd, int panel, int pc) {
    MicroKernels those = kernels.at(pc == 0, panel == panels - 1);
    int shorter = tiles.firstShorter(ic, icEnd);
    multiplyTiles(those.longer(), ic, shorter, those.lastLanes(), panel, pc);
    multiplyTiles(those.shorter(), shorter, icEnd, those.lastLanes(), panel, pc);
  }

  private void multiplyTiles(
      MicroKernel kernel, int first, int end, int lastLanes, int panel, int pc) {
    if (first == end) {
      return;
    }
    int p = kBlocks.start(pc);
    int k = kBlocks.size(pc);
    int row = tiles.start(first);
    int col = panel * tile.cols();
    kernel.multiply(
        end - first,
        k,
        panel == panels - 1 ? Math.min(k, wholeSteps - p) : k,
        views.a().at(row, p),
        tiles.size(first) * views.a().rowBytes(),
        views.b().at(p, col),
        views.c().at(row, col),
        lastLanes,
        alphaBits);
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
