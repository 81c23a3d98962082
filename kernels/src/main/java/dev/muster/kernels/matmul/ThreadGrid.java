package dev.muster.kernels.matmul;

/**
 * Threads laid out over the tiles of C.
 *
 * @param rows threads that share out the rows
 * @param cols threads that share out the columns
 */
record ThreadGrid(int rows, int cols) {

  /**
   * The grid whose busiest thread has the fewest tiles; of equal ones that with most rows, since
   * threads in one column share what they read of B.
   */
  static ThreadGrid of(int threads, int tiles, int panels) {
    ThreadGrid best = new ThreadGrid(threads, 1);
    for (int cols = 2; cols <= threads; cols++) {
      ThreadGrid grid = new ThreadGrid(threads / cols, cols);
      if (threads % cols == 0 && grid.busiest(tiles, panels) < best.busiest(tiles, panels)) {
        best = grid;
      }
    }
    return best;
  }

  /** What a thread computes, as tiles and panels of C. */
  record Share(int firstTile, int endTile, int firstPanel, int endPanel) {}

  Share share(int thread, int tiles, int panels) {
    Cuts tilesOfRows = new Cuts(tiles, rows);
    Cuts panelsOfCols = new Cuts(panels, cols);
    int row = thread / cols;
    int col = thread % cols;
    return new Share(
        tilesOfRows.start(row),
        tilesOfRows.start(row + 1),
        panelsOfCols.start(col),
        panelsOfCols.start(col + 1));
  }

  private long busiest(int tiles, int panels) {
    return (long) ((tiles + rows - 1) / rows) * ((panels + cols - 1) / cols);
  }
}
