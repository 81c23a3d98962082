package dev.muster.offload.pool;

import java.util.List;
import java.util.function.IntFunction;

/** Ranks of which each computes on what is made for it, all on the cores of this machine. */
final class ApartPool extends ThreadedPool {
  private final CpuPool cores;
  private final IntFunction<RankDevice> deviceOfRank;

  ApartPool(int ranks, IntFunction<RankDevice> deviceOfRank) {
    super(Clock.real());
    this.cores = new CpuPool(ranks);
    this.deviceOfRank = deviceOfRank;
  }

  @Override
  public String text() {
    return cores.text();
  }

  @Override
  public List<Device> devices() {
    return cores.devices();
  }

  @Override
  public String firstDeviceAlone() {
    return cores.firstDeviceAlone();
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  @Override
  protected RankDevice open(int rank, String kernel) {
    return deviceOfRank.apply(rank);
  }

  /** Whoever waits gives its core away. */
  @Override
  protected int coreCount() {
    return 0;
  }

  @Override
  protected void onRankStart(int rank) {}
}
