package dev.muster.offload.pool;

/** A core that does not read the memory of others, but may copy from its own to theirs. */
class ApartDevice extends CountingDevice {
  private final boolean writes;

  ApartDevice(boolean writes) {
    this.writes = writes;
  }

  @Override
  public boolean reads(RankDevice other) {
    return false;
  }

  @Override
  public boolean writes(RankDevice other) {
    return writes;
  }
}
