package dev.muster.kernels.matmul;

import dev.muster.kernels.matmul.MicroKernelForm.Update;
import dev.muster.kernels.problem.MatMul;
import java.util.stream.Stream;

/**
 * The micro-kernels for all panels of one product: for the first block of each sum and for later
 * ones, for whole panels and for the last one, which may have fewer columns.
 */
record PanelKernels(
    MicroKernels firstWhole,
    MicroKernels firstLast,
    MicroKernels laterWhole,
    MicroKernels laterLast) {

  /**
   * Assembles those that the product needs, and rehearses them.
   *
   * @param form of a whole tile; what depends on the place of the tile is replaced
   * @param kBlocks number of blocks of each sum
   */
  static PanelKernels of(MatMul problem, MicroKernelForm form, Cuts tiles, int kBlocks) {
    int cols = form.tile().cols();
    int lastCols = problem.n() - (problem.n() - 1) / cols * cols;
    int wholeCols = problem.n() > cols ? cols : lastCols;
    MicroKernelForm first = form.with(problem.beta() == 0 ? Update.STORE : Update.ADD);
    MicroKernelForm later = kBlocks == 1 ? first : form.with(Update.ADD);
    PanelKernels kernels =
        new PanelKernels(
            MicroKernels.of(first, tiles, wholeCols),
            MicroKernels.of(first, tiles, lastCols),
            MicroKernels.of(later, tiles, wholeCols),
            MicroKernels.of(later, tiles, lastCols));
    Rehearsal.rehearse(problem, kernels);
    return kernels;
  }

  MicroKernels at(boolean firstBlock, boolean lastPanel) {
    if (firstBlock) {
      return lastPanel ? firstLast : firstWhole;
    }
    return lastPanel ? laterLast : laterWhole;
  }

  /** Of all of them. */
  Stream<MicroKernelForm> forms() {
    return Stream.of(firstWhole, firstLast, laterWhole, laterLast)
        .flatMap(kernels -> kernels.forms().stream());
  }
}
