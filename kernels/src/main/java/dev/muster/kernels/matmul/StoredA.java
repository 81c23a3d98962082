package dev.muster.kernels.matmul;

/** An A that is read where it is stored. */
record StoredA(OperandViews views, Cuts tiles) implements TilesOfA {

  @Override
  public long stepBytes() {
    return views.aStepBytes();
  }

  @Override
  public long tileBytes(int rows) {
    return rows * views.a().rowBytes();
  }

  @Override
  public long at(int tile, int p) {
    return views.a().at(tiles.start(tile), p);
  }

  @Override
  public void pack(int thread, int threads) {}
}
