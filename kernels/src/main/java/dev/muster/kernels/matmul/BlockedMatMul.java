package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.matmul.MicroKernelForm.ALayout;
import dev.muster.kernels.matmul.MicroKernelForm.Update;
import dev.muster.kernels.matmul.MicroKernelForm.Width;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.tensor.WorkMemory;

/**
 * The five loops around a micro-kernel, with their panels allocated.
 *
 * <pre>
 *   for jc over N in steps of nc                  pack K × nc of B
 *     for ic over M in steps of mc                  block of C in the second-level cache
 *       for pc over K in steps of kc                  pack mc × kc of A, in the second level
 *         for jr over nc in steps of NR                 panel of B in the first level
 *           for ir over mc in steps of MR                 micro-kernel, then C ← α·tile + β·C
 * </pre>
 *
 * <p>Goto and van de Geijn (ACM TOMS 34(3), 2008) and BLIS have pc outside of ic, so that less of B
 * is packed at a time. Here a block of C stays in the second level until its sums are complete: a
 * miss on C in the third level costs as much as a tenth of a tile, and Java has no prefetch to hide
 * it.
 *
 * <p>Threads pack a block of B together and then multiply on their own: the tiles of C are dealt
 * out by {@link ThreadGrid}.
 */
final class BlockedMatMul implements BoundKernel {
  private static final int PANEL_PADDING_BYTES = 192;

  /** From here on a micro-kernel of its own for the stride of A is worth its compilation. */
  private static final double IN_PLACE_FLOPS_MIN = 2e6;

  private final WorkMemory memory;
  private final MatMul problem;
  private final OperandViews views;
  private final MicroTile tile;
  private final int elementBytes;
  private final Cuts tiles;
  private final Cuts kBlocks;
  private final int panelCount;
  private final int panelsPerBlock;
  private final int tilesPerBlock;
  private final long aRowStepBytes;
  private final boolean inPlace;
  private final MicroKernel longer;
  private final MicroKernel shorter;
  private final TileUpdate firstUpdate;
  private final TileUpdate laterUpdate;
  private final Packing packA;
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
    this.panelCount = (problem.n() + tile.cols() - 1) / tile.cols();
    this.grid = ThreadGrid.of(threads, tiles.count(), panelCount);
    this.panelsPerBlock = Math.clamp(blocking.nc() / tile.cols(), 1, panelCount);
    this.tilesPerBlock = Math.clamp(blocking.mc() / tile.rows(), 1, tiles.count());
    int kc = kBlocks.longest();
    this.inPlace = !problem.trans().ofA() && problem.flops() >= IN_PLACE_FLOPS_MIN;
    this.aRowStepBytes =
        inPlace ? views.aStepBytes() : WorkMemory.bytesOf((long) kc * elementBytes);
    this.longer = microKernel(tiles.longest());
    this.shorter = microKernel(tiles.shorter());
    this.firstUpdate = TileUpdate.of(problem.dtype(), problem.alpha(), problem.beta());
    this.laterUpdate = TileUpdate.of(problem.dtype(), problem.alpha(), 1);
    this.packA = new CopyPacking(elementBytes);
    long bBytes =
        panelsPerBlock
            * ((long) problem.k() * tile.rowBytes() + (long) kBlocks.count() * PANEL_PADDING_BYTES);
    long aBytes = inPlace ? 0 : tilesPerBlock * panelBytes();
    long tileBytes = (long) tile.rows() * tile.rowBytes();
    this.memory =
        new WorkMemory(
            WorkMemory.bytesOf(bBytes)
                + threads * (WorkMemory.bytesOf(aBytes) + WorkMemory.bytesOf(tileBytes)));
    this.bPanels = memory.take(bBytes);
    this.aPanels = new long[threads];
    this.tileOfC = new long[threads];
    for (int thread = 0; thread < threads; thread++) {
      aPanels[thread] = memory.take(aBytes);
      tileOfC[thread] = memory.take(tileBytes);
    }
    this.team = Team.of(threads, this::work);
  }

  private MicroKernel microKernel(int rows) {
    ALayout layout = problem.trans().ofA() ? ALayout.COLUMNS : ALayout.ROWS;
    long aStepBytes = problem.trans().ofA() ? (long) rows * elementBytes : aRowStepBytes;
    return MicroKernelAssembler.microKernel(
        new MicroKernelForm(
            tile.withRows(rows), layout, aStepBytes, tile.rowBytes(), Width.WHOLE, Update.TILE));
  }

  @Override
  public void run() {
    views.requireAlive();
    team.run();
  }

  private void work(int thread) {
    for (int jc = 0; jc < panelCount; jc += panelsPerBlock) {
      int count = Math.min(panelsPerBlock, panelCount - jc);
      team.barrier();
      packSomeOfB(thread, jc, count);
      team.barrier();
      multiplyMyBlocks(thread, jc, count);
    }
  }

  private void packSomeOfB(int thread, int jc, int count) {
    if (problem.trans().ofB()) {
      packColumnsOfB(thread, jc, count);
    } else {
      packRowsOfB(thread, jc, count);
    }
  }

  /** Each thread has some of the rows. */
  private void packRowsOfB(int thread, int jc, int count) {
    int col = jc * tile.cols();
    long rowBytes = (long) Math.min(count * tile.cols(), problem.n() - col) * elementBytes;
    for (int pc = 0; pc < kBlocks.count(); pc++) {
      Cuts share = new Cuts(kBlocks.size(pc), team.threads());
      for (int p = share.start(thread); p < share.start(thread + 1); p++) {
        RowPacking.pack(
            views.b().at(kBlocks.start(pc) + p, col),
            rowBytes,
            bPanel(count, pc, 0) + (long) p * tile.rowBytes(),
            tile.rowBytes(),
            bPanelBytes(pc));
      }
    }
  }

  /** Panels are dealt out in turn. */
  private void packColumnsOfB(int thread, int jc, int count) {
    Packing packing = TransposePacking.of(problem.dtype());
    for (int pc = 0; pc < kBlocks.count(); pc++) {
      for (int panel = thread; panel < count; panel += team.threads()) {
        int col = (jc + panel) * tile.cols();
        packing.pack(
            views.b().at(kBlocks.start(pc), col),
            views.bStepBytes(),
            Math.min(tile.cols(), problem.n() - col),
            kBlocks.size(pc),
            bPanel(count, pc, panel),
            tile.cols());
      }
    }
  }

  /** Bytes of one panel, and a few cache lines so that panels do not fall into the same sets. */
  private long bPanelBytes(int pc) {
    return (long) kBlocks.size(pc) * tile.rowBytes() + PANEL_PADDING_BYTES;
  }

  /**
   * A panel of B. All of one k block lie side by side: with the k blocks of a panel side by side,
   * panels would be as far apart as a way of a cache is long, and fall into the same few sets.
   *
   * @param count panels in this block of columns
   */
  private long bPanel(int count, int pc, int panel) {
    long before = (long) kBlocks.start(pc) * tile.rowBytes() + (long) pc * PANEL_PADDING_BYTES;
    return bPanels + before * count + bPanelBytes(pc) * panel;
  }

  private void multiplyMyBlocks(int thread, int jc, int count) {
    Cuts rows = new Cuts(tiles.count(), grid.rows());
    Cuts cols = new Cuts(count, grid.cols());
    int row = thread / grid.cols();
    int col = thread % grid.cols();
    int end = rows.start(row + 1);
    for (int ic = rows.start(row); ic < end; ic += tilesPerBlock) {
      int icEnd = Math.min(end, ic + tilesPerBlock);
      for (int pc = 0; pc < kBlocks.count(); pc++) {
        packBlockOfA(aPanels[thread], ic, icEnd, pc);
        for (int panel = cols.start(col); panel < cols.start(col + 1); panel++) {
          multiplyPanel(thread, ic, icEnd, jc + panel, bPanel(count, pc, panel), pc);
        }
      }
    }
  }

  private void packBlockOfA(long panels, int ic, int icEnd, int pc) {
    if (inPlace) {
      return;
    }
    int kc = kBlocks.size(pc);
    for (int i = ic; i < icEnd; i++) {
      long from = views.a().at(tiles.start(i), kBlocks.start(pc));
      long into = panels + (i - ic) * panelBytes();
      if (problem.trans().ofA()) {
        packA.pack(from, views.aStepBytes(), tiles.size(i), kc, into, tiles.size(i));
      } else {
        int rowStep = (int) (aRowStepBytes / elementBytes);
        packA.pack(from, views.aStepBytes(), kc, tiles.size(i), into, rowStep);
      }
    }
  }

  private long panelBytes() {
    return tile.rows() * aRowStepBytes;
  }

  private void multiplyPanel(int thread, int ic, int icEnd, int panel, long b, int pc) {
    int kc = kBlocks.size(pc);
    int col = panel * tile.cols();
    int cols = Math.min(tile.cols(), problem.n() - col);
    long result = tileOfC[thread];
    TileUpdate update = pc == 0 ? firstUpdate : laterUpdate;
    for (int i = ic; i < icEnd; i++) {
      int rows = tiles.size(i);
      multiplyTile(
          rows,
          kc,
          inPlace
              ? views.a().at(tiles.start(i), kBlocks.start(pc))
              : aPanels[thread] + (i - ic) * panelBytes(),
          b,
          result);
      long c = views.c().at(tiles.start(i), col);
      update.update(result, tile.rowBytes(), rows, cols, c, views.c().rowBytes());
    }
  }

  private void multiplyTile(int rows, int kc, long a, long b, long result) {
    MicroKernel kernel = rows == tiles.longest() ? longer : shorter;
    kernel.multiply(kc, a, b, result, tile.rowBytes(), tile.lanes(), 1);
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
    memory.close();
  }
}
