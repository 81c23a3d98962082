package dev.muster.bridge.os;

import dev.muster.kernels.problem.Support;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Binds threads to CPUs, so that two ranks never share one and none of them wanders. Linux only:
 * anywhere else the answer is no, and threads run where the system puts them.
 */
public final class Affinity {
  private Affinity() {}

  /**
   * The CPUs that this process may run on, as taskset and the cpuset of its container allow; one
   * hardware thread of each core first. A quota of CPU time is no matter of where: see {@link
   * CpuQuota}.
   */
  public static List<Integer> cpus() {
    int mainThread = (int) ProcessHandle.current().pid();
    List<Integer> cpus =
        CpuMask.get(mainThread)
            .map(mask -> mask.stream().boxed().toList())
            .orElseGet(
                () ->
                    IntStream.range(0, Runtime.getRuntime().availableProcessors())
                        .boxed()
                        .toList());
    return new Topology(SystemFiles.HERE).coresFirst(cpus);
  }

  /** Whether these are all that the machine has, numbered from 0 without a gap. */
  public static boolean isWholeMachine() {
    return SystemFiles.HERE
        .text("sys/devices/system/cpu/online")
        .filter(online -> areAll(cpus(), online))
        .isPresent();
  }

  /**
   * @param online as Linux lists CPUs, e.g. {@code 0-3} or {@code 0,2-3}
   */
  static boolean areAll(List<Integer> cpus, String online) {
    int last = cpus.size() - 1;
    return online.equals(last == 0 ? "0" : "0-" + last)
        && cpus.stream().allMatch(cpu -> cpu <= last);
  }

  /**
   * Binds the calling platform thread to one CPU, until the pin is closed by the same thread.
   *
   * @param cpu one of {@link #cpus}
   */
  public static Pin pin(int cpu) {
    if (Thread.currentThread().isVirtual()) {
      return Pin.refused("a virtual thread cannot be bound to a CPU");
    }
    Optional<BitSet> before = CpuMask.get(CpuMask.CALLING_THREAD);
    if (before.isEmpty()) {
      return Pin.refused("this operating system binds no thread to a CPU");
    }
    BitSet only = new BitSet();
    only.set(cpu);
    return CpuMask.set(only)
        ? new Pin(Support.yes(), before)
        : Pin.refused("CPU %d is not one of %s".formatted(cpu, cpus()));
  }

  /**
   * A thread bound to a CPU, or the reason why it is not.
   *
   * @param support whether it is bound
   * @param before the CPUs that it had
   */
  public record Pin(Support support, Optional<BitSet> before) implements AutoCloseable {

    private static Pin refused(String reason) {
      return new Pin(Support.no(reason), Optional.empty());
    }

    /** Gives the thread back the CPUs that it had. */
    @Override
    public void close() {
      before.ifPresent(CpuMask::set);
    }
  }
}
