package dev.muster.kernels.matmul;

import dev.muster.kernels.matmul.MicroKernelForm.ALayout;
import dev.muster.kernels.matmul.MicroKernelForm.Update;
import dev.muster.kernels.matmul.MicroKernelForm.Width;
import java.util.List;

/**
 * The micro-kernels for one product: its tiles of MR and MR−1 rows ({@link Cuts}), of whole panels
 * and of the last one, that store and that add. Those that the product needs are assembled here;
 * looking one up is a few comparisons.
 */
final class MicroKernels {
  private final int longestRows;
  private final int panels;
  private final int lastLanes;
  private final int lanes;
  private final MicroKernel[] whole;
  private final MicroKernel[] last;

  /**
   * @param tile the widest tile
   * @param a how A lies
   * @param rows the rows of the product, cut
   * @param n columns of the product, 1 or more
   */
  MicroKernels(MicroTile tile, ALayout a, Cuts rows, int n) {
    this.lanes = tile.lanes();
    this.longestRows = rows.longest();
    this.panels = (n + tile.cols() - 1) / tile.cols();
    int lastCols = n - (panels - 1) * tile.cols();
    int lastVectors = (lastCols + lanes - 1) / lanes;
    this.lastLanes = lastCols - (lastVectors - 1) * lanes;
    Width width = lastLanes == lanes ? Width.WHOLE : Width.PART;
    MicroTile lastTile = tile.withVectors(lastVectors);
    boolean short_ = rows.shorter() > 0 && rows.shorter() < longestRows;
    this.whole = new MicroKernel[4];
    this.last = new MicroKernel[4];
    for (Update update : List.of(Update.STORE, Update.ADD)) {
      for (int less = 0; less <= (short_ ? 1 : 0); less++) {
        int index = index(less, update);
        if (panels > 1) {
          whole[index] = assemble(tile.withRows(longestRows - less), a, Width.WHOLE, update);
        }
        last[index] = assemble(lastTile.withRows(longestRows - less), a, width, update);
      }
    }
  }

  private static MicroKernel assemble(MicroTile tile, ALayout a, Width width, Update update) {
    return MicroKernelAssembler.microKernel(MicroKernelForm.direct(tile, a, width, update));
  }

  private static int index(int less, Update update) {
    return 2 * less + (update == Update.STORE ? 0 : 1);
  }

  /** Panels of NR columns, the last one maybe narrower. */
  int panels() {
    return panels;
  }

  /** The kernel for a tile of so many rows in panel {@code panel}. */
  MicroKernel of(int rows, int panel, Update update) {
    return (panel == panels - 1 ? last : whole)[index(longestRows - rows, update)];
  }

  /** Lanes of the last vector of this panel that exist. */
  int lastLanes(int panel) {
    return panel == panels - 1 ? lastLanes : lanes;
  }
}
