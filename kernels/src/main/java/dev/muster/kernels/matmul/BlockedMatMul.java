package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.matmul.MicroKernelForm.ALayout;
import dev.muster.kernels.matmul.MicroKernelForm.Update;
import dev.muster.kernels.matmul.MicroKernelForm.Width;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.tensor.Buffers;
import java.lang.foreign.Arena;

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
 *
 * <p>Threads share a block of B, which they pack together, and have blocks of A of their own: the
 * ic loop is theirs, and the jr loop where there are more threads than rows to go round.
 */
final class BlockedMatMul implements BoundKernel {
  /** What a packing may write behind its panel. */
  private static final int SLACK_BYTES = 256;

  private final Arena arena = Arena.ofShared();
  private final MatMul problem;
  private final OperandViews views;
  private final MicroTile tile;
  private final int elementBytes;
  private final Cuts tiles;
  private final Cuts kBlocks;
  private final int panelsPerBlock;
  private final int tilesPerBlock;
  private final int panels;
  private final MicroKernel longer;
  private final MicroKernel shorter;
  private final TileUpdate firstUpdate;
  private final TileUpdate laterUpdate;
  private final Packing packA;
  private final Packing packB;
  private final long bPanels;
  private final long[] aPanels;
  private final long[] tileOfC;
  private final ThreadGrid grid;
  private final Team team;

  BlockedMatMul(MatMul problem, Operands operands, MicroTile tile, Blocking blocking, int threads) {
    this.problem = problem;
    this.views = new OperandViews(problem, operands);
    this.tile = tile;
    this.elementBytes = problem.dtype().bytes();
    this.tiles = Cuts.atMost(problem.m(), tile.rows());
    this.kBlocks = Cuts.atMost(problem.k(), blocking.kc() + blocking.kc() / 8);
    this.panels = (problem.n() + tile.cols() - 1) / tile.cols();
    this.longer = microKernel(tiles.longest());
    this.shorter = microKernel(Math.max(1, tiles.shorter()));
    this.firstUpdate = TileUpdate.of(problem.dtype(), problem.alpha(), problem.beta());
    this.laterUpdate = TileUpdate.of(problem.dtype(), problem.alpha(), 1);
    this.grid = ThreadGrid.of(threads, tiles.count(), panels);
    this.panelsPerBlock = Math.min(panels, Math.max(1, blocking.nc() / tile.cols()));
    this.tilesPerBlock =
        Math.min(
            (tiles.count() + grid.rows() - 1) / grid.rows(),
            Math.max(1, blocking.mc() / tile.rows()));
    this.packA = views.packing(views.a().rowBytes() == elementBytes);
    this.packB = views.packing(views.b().colBytes() == elementBytes);
    long kc = kBlocks.longest();
    this.bPanels = allocate(panelsPerBlock * kc * tile.rowBytes());
    this.aPanels = new long[threads];
    this.tileOfC = new long[threads];
    for (int thread = 0; thread < threads; thread++) {
      aPanels[thread] = allocate(tilesPerBlock * kc * tiles.longest() * elementBytes);
      tileOfC[thread] = allocate((long) tile.rows() * tile.rowBytes());
    }
    this.team = Team.of(threads, this::work);
  }

  private MicroKernel microKernel(int rows) {
    return MicroKernelAssembler.microKernel(
        new MicroKernelForm(tile.withRows(rows), ALayout.COLUMNS, Width.WHOLE, Update.TILE));
  }

  private long allocate(long bytes) {
    return Buffers.allocate(arena, bytes + SLACK_BYTES).address();
  }

  @Override
  public void run() {
    views.requireAlive();
    team.run();
  }

  private void work(int thread) {
    for (int jc = 0; jc < panels; jc += panelsPerBlock) {
      int count = Math.min(panelsPerBlock, panels - jc);
      for (int pc = 0; pc < kBlocks.count(); pc++) {
        team.barrier();
        packSomeOfB(thread, jc, count, pc);
        team.barrier();
        multiplyMyBlocks(thread, jc, count, pc);
      }
    }
  }

  /** Panels are dealt out in turn. */
  private void packSomeOfB(int thread, int jc, int count, int pc) {
    int kc = kBlocks.size(pc);
    int first = kBlocks.start(pc);
    for (int panel = thread; panel < count; panel += team.threads()) {
      int col = (jc + panel) * tile.cols();
      int width = Math.min(tile.cols(), problem.n() - col);
      packB.pack(
          views.b().at(first, col),
          views.bStepBytes(),
          width,
          kc,
          bPanels + (long) panel * kc * tile.rowBytes(),
          tile.cols());
    }
  }

  private void multiplyMyBlocks(int thread, int jc, int count, int pc) {
    Cuts rows = new Cuts(tiles.count(), grid.rows());
    Cuts cols = new Cuts(count, grid.cols());
    int myRow = thread / grid.cols();
    int myCol = thread % grid.cols();
    int end = rows.start(myRow + 1);
    for (int ic = rows.start(myRow); ic < end; ic += tilesPerBlock) {
      int icEnd = Math.min(end, ic + tilesPerBlock);
      packBlockOfA(thread, ic, icEnd, pc);
      macroKernel(thread, ic, icEnd, jc, cols.start(myCol), cols.start(myCol + 1), pc);
    }
  }

  private void packBlockOfA(int thread, int ic, int icEnd, int pc) {
    int kc = kBlocks.size(pc);
    int firstRow = tiles.start(ic);
    for (int i = ic; i < icEnd; i++) {
      int row = tiles.start(i);
      packA.pack(
          views.a().at(row, kBlocks.start(pc)),
          views.aStepBytes(),
          tiles.size(i),
          kc,
          aPanels[thread] + (long) (row - firstRow) * kc * elementBytes,
          tiles.size(i));
    }
  }

  private void macroKernel(
      int thread, int ic, int icEnd, int jc, int firstPanel, int endPanel, int pc) {
    int kc = kBlocks.size(pc);
    int firstRow = tiles.start(ic);
    long a = aPanels[thread];
    TileUpdate update = pc == 0 ? firstUpdate : laterUpdate;
    for (int panel = firstPanel; panel < endPanel; panel++) {
      int col = (jc + panel) * tile.cols();
      int cols = Math.min(tile.cols(), problem.n() - col);
      long b = bPanels + (long) panel * kc * tile.rowBytes();
      for (int i = ic; i < icEnd; i++) {
        int row = tiles.start(i);
        long aPanel = a + (long) (row - firstRow) * kc * elementBytes;
        multiplyTile(tiles.size(i), kc, aPanel, b, tileOfC[thread]);
        update.update(
            tileOfC[thread],
            tile.rowBytes(),
            tiles.size(i),
            cols,
            views.c().at(row, col),
            views.c().rowBytes());
      }
    }
  }

  private void multiplyTile(int rows, int kc, long a, long b, long into) {
    MicroKernel kernel = rows == tiles.longest() ? longer : shorter;
    kernel.multiply(
        kc,
        a,
        (long) rows * elementBytes,
        b,
        tile.rowBytes(),
        into,
        tile.rowBytes(),
        tile.lanes(),
        1);
  }

  @Override
  public String description() {
    return "%s tile %s, kc %d, mc %d, nc %d, %d %s"
        .formatted(
            problem.dtype(),
            tile,
            kBlocks.longest(),
            tilesPerBlock * tile.rows(),
            panelsPerBlock * tile.cols(),
            team.threads(),
            team.threads() == 1 ? "thread" : "threads");
  }

  @Override
  public void close() {
    team.close();
    arena.close();
  }
}
