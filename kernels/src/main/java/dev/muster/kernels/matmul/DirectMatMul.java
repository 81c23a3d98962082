package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.matmul.MicroKernelForm.ALayout;
import dev.muster.kernels.matmul.MicroKernelForm.Update;
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
  private final MicroKernels kernels;
  private final ThreadGrid grid;
  private final Team team;

  DirectMatMul(MatMul problem, Operands operands, MicroTile tile, int kc, int threads) {
    this.problem = problem;
    this.views = new OperandViews(problem, operands);
    this.scaling = new Scaling(problem.beta(), operands.output(0));
    this.tile = tile;
    this.tiles = Cuts.atMost(problem.m(), tile.rows());
    this.kBlocks = Cuts.atMost(problem.k(), kc);
    ALayout layout = problem.trans().ofA() ? ALayout.COLUMNS : ALayout.ROWS;
    this.kernels = new MicroKernels(tile, layout, tiles, problem.n());
    this.grid = ThreadGrid.of(threads, tiles.count(), kernels.panels());
    this.team = Team.of(threads, this::work);
  }

  @Override
  public void run() {
    views.requireAlive();
    scaling.run();
    team.run();
  }

  private void work(int thread) {
    int firstTile = new Cuts(tiles.count(), grid.rows()).start(thread / grid.cols());
    int endTile = new Cuts(tiles.count(), grid.rows()).start(thread / grid.cols() + 1);
    int firstPanel = new Cuts(kernels.panels(), grid.cols()).start(thread % grid.cols());
    int endPanel = new Cuts(kernels.panels(), grid.cols()).start(thread % grid.cols() + 1);
    for (int pc = 0; pc < kBlocks.count(); pc++) {
      for (int panel = firstPanel; panel < endPanel; panel++) {
        for (int i = firstTile; i < endTile; i++) {
          multiply(i, panel, pc);
        }
      }
    }
  }

  private void multiply(int i, int panel, int pc) {
    int row = tiles.start(i);
    int col = panel * tile.cols();
    int p = kBlocks.start(pc);
    kernels
        .of(tiles.size(i), panel, update(pc))
        .multiply(
            kBlocks.size(pc),
            views.a().at(row, p),
            views.aStepBytes(),
            views.b().at(p, col),
            views.bStepBytes(),
            views.c().at(row, col),
            views.c().rowBytes(),
            kernels.lastLanes(panel),
            problem.alpha());
  }

  /** The first block of a sum overwrites C where nothing of it remains. */
  private Update update(int pc) {
    return pc == 0 && problem.beta() == 0 ? Update.STORE : Update.ADD;
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
