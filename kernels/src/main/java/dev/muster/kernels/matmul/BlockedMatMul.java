package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.matmul.MicroKernelForm.BRows;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.tensor.WorkMemory;

/**
 * The five loops around a micro-kernel, with their panels allocated.
 *
 * <pre>
 *   for jc over N in steps of nc
 *     for pc over K in steps of kc                  pack kc × nc of B: stays in the second level
 *       for ic over M in steps of mc                  a few rows of A pass through
 *         for jr over nc in steps of NR                 panel of B
 *           for ir over mc in steps of MR                 in the micro-kernel: C ← α·tile (+ C)
 * </pre>
 *
 * <p>The order of Goto and van de Geijn (ACM TOMS 34(3), 2008) and BLIS, with the roles of the
 * caches moved up by one: what they keep in the third level is here in the second, so that packing
 * writes to lines that the core has already, and A, which is read in place, is what streams.
 *
 * <p>Threads pack a block of B together and then multiply on their own: the tiles of C are dealt
 * out by {@link ThreadGrid}.
 */
final class BlockedMatMul implements BoundKernel {
  private static final int PANEL_PADDING_BYTES = 192;

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
  private final TilesOfA tilesOfA;
  private final Scaling scaling;
  private final long alphaBits;
  private final PanelKernels packed;
  private final long bPanels;
  private final ThreadGrid grid;
  private final Team team;

  BlockedMatMul(MatMul problem, Operands operands, MicroTile tile, Blocking blocking, int threads) {
    this.problem = problem;
    this.views = new OperandViews(problem, operands);
    this.tile = tile;
    this.elementBytes = problem.dtype().bytes();
    this.tiles = Cuts.atMost(problem.m(), tile.rows());
    this.kBlocks = Cuts.atMost(problem.k(), blocking.kc() + blocking.kc() / 8);
    this.panelCount = Math.ceilDiv(problem.n(), tile.cols());
    this.grid = ThreadGrid.of(threads, tiles.count(), panelCount);
    this.panelsPerBlock = Math.clamp(blocking.nc() / tile.cols(), 1, panelCount);
    this.tilesPerBlock = Math.clamp(blocking.mc() / tile.rows(), 1, tiles.count());
    this.scaling = new Scaling(problem.beta(), operands.output(0));
    this.alphaBits = Double.doubleToRawLongBits(problem.alpha());
    boolean packsA = problem.trans().ofA();
    long aBytes = packsA ? WorkMemory.bytesOf(PackedA.bytes(problem, tile, tiles)) : 0;
    long bBytes = panelsPerBlock * bPanelBytes(0);
    this.memory = new WorkMemory(aBytes + WorkMemory.bytesOf(bBytes));
    try {
      this.tilesOfA =
          packsA ? new PackedA(problem, views, tile, tiles, memory) : new StoredA(views, tiles);
      this.bPanels = memory.take(bBytes);
      MicroKernelForm form =
          MicroKernelForm.of(
              problem, views, tile, tilesOfA.stepBytes(), BRows.PADDED, tile.rowBytes());
      this.packed = PanelKernels.of(problem, form, tiles, kBlocks.count());
      if (!problem.trans().ofB()) {
        Rehearsal.rehearsePacking(problem, tile);
      }
      this.team = Team.of(threads, this::work);
    } catch (RuntimeException | Error e) {
      memory.close();
      throw e;
    }
  }

  @Override
  public void run() {
    views.requireAlive();
    scaling.run();
    team.run();
  }

  private void work(int thread) {
    tilesOfA.pack(thread, team.threads());
    for (int jc = 0; jc < panelCount; jc += panelsPerBlock) {
      int count = Math.min(panelsPerBlock, panelCount - jc);
      for (int pc = 0; pc < kBlocks.count(); pc++) {
        team.barrier();
        packSomeOfB(thread, jc, count, pc);
        team.barrier();
        multiplyMyBlocks(thread, jc, count, pc);
      }
    }
  }

  private void packSomeOfB(int thread, int jc, int count, int pc) {
    if (problem.trans().ofB()) {
      packColumnsOfB(thread, jc, count, pc);
    } else {
      packRowsOfB(thread, jc, count, pc);
    }
  }

  /** Each thread has some of the rows. */
  private void packRowsOfB(int thread, int jc, int count, int pc) {
    int col = jc * tile.cols();
    long rowBytes = (long) Math.min(count * tile.cols(), problem.n() - col) * elementBytes;
    Cuts share = new Cuts(kBlocks.size(pc), team.threads());
    int first = share.start(thread);
    RowPacking.packRows(
        views.b().at(kBlocks.start(pc) + first, col),
        views.bStepBytes(),
        share.size(thread),
        rowBytes,
        bPanels + (long) first * tile.rowBytes(),
        tile.rowBytes(),
        bPanelBytes(pc));
  }

  /** Panels are dealt out in turn. */
  private void packColumnsOfB(int thread, int jc, int count, int pc) {
    Packing packing = TransposePacking.of(problem.dtype());
    for (int panel = thread; panel < count; panel += team.threads()) {
      int col = (jc + panel) * tile.cols();
      packing.pack(
          views.b().at(kBlocks.start(pc), col),
          views.bStepBytes(),
          Math.min(tile.cols(), problem.n() - col),
          kBlocks.size(pc),
          bPanels + bPanelBytes(pc) * panel,
          tile.cols());
    }
  }

  /** Bytes of one panel, and a few cache lines so that panels do not fall into the same sets. */
  private long bPanelBytes(int pc) {
    return (long) kBlocks.size(pc) * tile.rowBytes() + PANEL_PADDING_BYTES;
  }

  private void multiplyMyBlocks(int thread, int jc, int count, int pc) {
    ThreadGrid.Share mine = grid.share(thread, tiles.count(), count);
    for (int ic = mine.firstTile(); ic < mine.endTile(); ic += tilesPerBlock) {
      int icEnd = Math.min(mine.endTile(), ic + tilesPerBlock);
      for (int panel = mine.firstPanel(); panel < mine.endPanel(); panel++) {
        multiplyPanel(ic, icEnd, jc + panel, bPanels + bPanelBytes(pc) * panel, pc);
      }
    }
  }

  private void multiplyPanel(int ic, int icEnd, int panel, long b, int pc) {
    MicroKernels kernels = packed.at(pc == 0, panel == panelCount - 1);
    int shorter = tiles.firstShorter(ic, icEnd);
    multiplyTiles(kernels.longer(), ic, shorter, kernels.lastLanes(), panel, b, pc);
    multiplyTiles(kernels.shorter(), shorter, icEnd, kernels.lastLanes(), panel, b, pc);
  }

  private void multiplyTiles(
      MicroKernel kernel, int first, int end, int lastLanes, int panel, long b, int pc) {
    if (first == end) {
      return;
    }
    int kc = kBlocks.size(pc);
    int col = panel * tile.cols();
    kernel.multiply(
        end - first,
        kc,
        kc,
        tilesOfA.at(first, kBlocks.start(pc)),
        tilesOfA.tileBytes(tiles.size(first)),
        b,
        views.c().at(tiles.start(first), col),
        lastLanes,
        alphaBits);
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
