package dev.muster.kernels.matmul;

import dev.muster.kernels.matmul.MicroKernelForm.Width;

/**
 * The micro-kernels for one product on operands as they are stored: for tiles of MR and MR−1 rows
 * ({@link Cuts}), for whole panels and for the last one, that store and that add.
 *
 * @param longer of the longer tiles
 * @param shorter of the shorter tiles; the same where all are equally long
 * @param lastLanes lanes of the last vector that exist
 */
record MicroKernels(MicroKernel longer, MicroKernel shorter, int lastLanes) {

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
    return new MicroKernels(
        assemble(form, rows.longest(), vectors, width),
        assemble(form, rows.shorter(), vectors, width),
        lastLanes);
  }

  private static MicroKernel assemble(MicroKernelForm form, int rows, int vectors, Width width) {
    return MicroKernelAssembler.microKernel(
        new MicroKernelForm(
            form.tile().withRows(rows).withVectors(vectors),
            form.a(),
            form.aStepBytes(),
            form.bStepBytes(),
            width,
            form.update()));
  }
}
