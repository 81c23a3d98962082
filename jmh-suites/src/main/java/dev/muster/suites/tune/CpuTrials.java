package dev.muster.suites.tune;

import dev.muster.bridge.os.Affinity;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.matmul.VectorMatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.tensor.DType;
import dev.muster.suites.measure.Child;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tries one tile with its blocks, in a process of its own: what C2 makes of a kernel depends on
 * what it has compiled before.
 */
public final class CpuTrials {
  /**
   * What fits the third-level cache with room to spare, what makes use of all blocks, and what goes
   * through memory again for each block of the sums, with rows that fall into the same sets of a
   * cache.
   */
  static final List<String> SHAPES = List.of("1024x1024x1024", "1500x1500x1500", "3072x3072x3072");

  private static final double SECONDS_PER_PROBLEM = 1.5;
  private static final List<String> AS_EVERYBODY = List.of();

  private CpuTrials() {}

  /**
   * Asks a child.
   *
   * @param setting of the vector kernel
   */
  static Trial run(DType dtype, String setting) {
    return Trial.of(Child.ask(AS_EVERYBODY, CpuTrials.class, dtype.toString(), setting), setting);
  }

  /** What a choice is valid for, besides the machine. */
  static String origin() {
    return "vector %d".formatted(VectorMatMul.REVISION);
  }

  /** The compiler is part of what was measured. */
  static String version() {
    return System.getProperty("java.vm.version");
  }

  /** In the process of the child; arguments are the type and the setting. */
  public static void main(String[] args) {
    Child.answer(measure(DType.parse(args[0]), args[1]));
  }

  private static Trial measure(DType dtype, String setting) {
    Affinity.pin(Affinity.cpus().getFirst());
    Map<String, Double> gflops = new HashMap<>();
    String facts = "";
    for (String shape : SHAPES) {
      Problem problem = Problems.parse("matmul:%s:%s".formatted(dtype, shape));
      TrialRun run =
          TrialRun.of(
              Kernels.cpu().find("vector:" + setting, problem), problem, SECONDS_PER_PROBLEM);
      if (!run.verdict().correct()) {
        return Trial.wrong(setting, run.verdict());
      }
      gflops.put(problem.text(), run.gflops());
      facts = run.description();
    }
    return new Trial(setting, origin(), version(), facts, gflops, "");
  }
}
