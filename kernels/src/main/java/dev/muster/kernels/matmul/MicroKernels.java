package dev.muster.kernels.matmul;

import dev.muster.kernels.matmul.MicroKernelForm.Width;
import java.util.List;

/**
 * The micro-kernels for panels of one width: for tiles of MR and MR−1 rows ({@link Cuts}).
 *
 * @param longer of the longer tiles
 * @param shorter of the shorter tiles; the same where all are equally long
 * @param forms of both
 * @param lastLanes lanes of the last vector that exist
 */
record MicroKernels(
    MicroKernel longer, MicroKernel shorter, List<MicroKernelForm> forms, int lastLanes) {

  /**
   * Of panels with {@code cols} columns.
   *
   * @param form of a whole tile, of any number of rows
   */
  static MicroKernels of(MicroKernelForm form, Cuts rows, int cols) {
    int lanes = form.tile().lanes();
    int vectors = (cols + lanes - 1) / lanes;
    int lastLanes = cols - (vectors - 1) * lanes;
    Width width = lastLanes == lanes ? Width.WHOLE : Width.PART;
    MicroTile panel = form.tile().withVectors(vectors);
    MicroKernelForm longer = form.with(panel.withRows(rows.longest()), width);
    MicroKernelForm shorter = form.with(panel.withRows(rows.shorter()), width);
    return new MicroKernels(
        MicroKernelAssembler.microKernel(longer),
        MicroKernelAssembler.microKernel(shorter),
        List.of(longer, shorter),
        lastLanes);
  }
}
