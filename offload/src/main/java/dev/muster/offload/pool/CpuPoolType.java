package dev.muster.offload.pool;

import dev.muster.bridge.os.Affinity;
import dev.muster.bridge.os.Cpu;
import dev.muster.kernels.problem.BadInputException;
import java.util.ArrayList;
import java.util.List;

/** {@code cpu:N}: N cores of this machine, one pinned thread each. */
public final class CpuPoolType implements PoolType {
  private static final int RANKS_MAX = 1024;

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String form() {
    return "cpu:RANKS";
  }

  @Override
  public Pool open(String argument) {
    if (!argument.matches("[1-9]\\d{0,3}") || Integer.parseInt(argument) > RANKS_MAX) {
      throw new BadInputException(
          "bad pool 'cpu:%s'; legal: cpu:RANKS with 1 to %d ranks, e.g. cpu:2"
              .formatted(argument, RANKS_MAX));
    }
    return new CpuPool(Integer.parseInt(argument));
  }

  @Override
  public List<Found> discover() {
    int cores = Affinity.cpus().size();
    String model = Cpu.here().model();
    List<Found> found = new ArrayList<>();
    found.add(new Found("cpu:1", "one core of " + model, List.of()));
    if (cores > 1) {
      found.add(new Found("cpu:" + cores, "all %d cores of %s".formatted(cores, model), List.of()));
    }
    return found;
  }
}
