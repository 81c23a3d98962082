package dev.muster.kernels.matmul;

/** Where the rows of A lie that the tiles of a blocked product need. */
interface TilesOfA {

  /** Bytes from one step of the sum to the next; between rows, where a step is an element. */
  long stepBytes();

  /** Bytes from a tile of so many rows to the next. */
  long tileBytes(int rows);

  /** Address of step {@code p} of a tile. */
  long at(int tile, int p);

  /** Makes this thread's share ready for the product. */
  void pack(int thread, int threads);
}
