package dev.muster.offload.pool;

import dev.muster.bridge.os.Affinity;
import dev.muster.bridge.os.Cpu;
import dev.muster.bridge.os.CpuQuota;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * Cores of this machine: one pinned platform thread per rank, all in the same memory.
 *
 * <p>Where there are more ranks than cores, ranks share cores and wait by giving theirs away; the
 * notes say so, as they do where a quota of CPU time is less than theirs.
 */
public final class CpuPool extends ThreadedPool {
  private final List<Integer> cores = Affinity.cpus();
  private final List<String> unpinned = new CopyOnWriteArrayList<>();
  private final OptionalDouble quota;
  private final int ranks;

  /**
   * @param ranks 1 or more
   */
  public CpuPool(int ranks) {
    this(ranks, CpuQuota.cpus());
  }

  CpuPool(int ranks, OptionalDouble quota) {
    super(Clock.real());
    this.ranks = ranks;
    this.quota = quota;
  }

  /** The core that a rank of another pool computes on, in the memory of this process. */
  public static RankDevice rankDevice(String kernel) {
    return new CpuRankDevice(kernel);
  }

  /** The memory of a matrix of such a device. */
  public static Matrix memory(DeviceMatrix matrix) {
    return ((HostMatrix) matrix).matrix();
  }

  @Override
  public String text() {
    return "cpu:" + ranks;
  }

  @Override
  public List<Device> devices() {
    String model = Cpu.here().model();
    return IntStream.range(0, ranks)
        .<Device>mapToObj(rank -> new CpuDevice(core(rank), model))
        .toList();
  }

  @Override
  public int ranks() {
    return ranks;
  }

  @Override
  public String firstDeviceAlone() {
    return "cpu:1";
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>(unpinned);
    if (ranks > cores.size()) {
      notes.add("%d ranks share %d cores".formatted(ranks, cores.size()));
    }
    if (quota.isPresent() && ranks > quota.getAsDouble()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "the quota of CPU time is that of %.2f CPUs: ranks wait when it is used up",
              quota.getAsDouble()));
    }
    return notes;
  }

  @Override
  public Optional<BoundPlan> bindStream(Operands operands) {
    return Optional.of(
        withDevices(
            StreamPlacement.KERNEL,
            devices -> bind(new StreamPlacement(operands), devices, ReduceOp.SUM, DType.F32)));
  }

  private int core(int rank) {
    return cores.get(rank % cores.size());
  }

  @Override
  protected RankDevice open(int rank, String kernel) {
    return new CpuRankDevice(kernel);
  }

  @Override
  protected int coreCount() {
    return (int) Math.min(cores.size(), Math.max(1, quota.orElse(cores.size())));
  }

  @Override
  protected void onRankStart(int rank) {
    if (Affinity.pin(core(rank)).support() instanceof Support.No no) {
      unpinned.add("rank %d is not pinned: %s".formatted(rank, no.reason()));
    }
  }
}
