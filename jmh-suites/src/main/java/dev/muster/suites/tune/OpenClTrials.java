package dev.muster.suites.tune;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.opencl.OpenClDevice;
import dev.muster.offload.opencl.OpenClMatMul;
import dev.muster.offload.opencl.ShapeClass;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.Pools;
import dev.muster.offload.pool.UnsupportedPoolException;
import dev.muster.suites.fork.DriverWatch;
import dev.muster.suites.measure.Child;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tries one tile on one device of OpenCL, in a process of its own: a driver may crash on it, or
 * never come back from building it.
 */
final class OpenClTrials {
  private static final double SECONDS_PER_PROBLEM = 0.4;
  private static final double SECONDS_PER_RUN_MAX = 10;

  /** Of one trial. */
  private static final double LIMIT_SECONDS = 60;

  private OpenClTrials() {}

  /**
   * What a search has to know of a device before it begins.
   *
   * @param complaint why it cannot be tuned; empty where it can
   * @param identity of device and driver
   * @param candidates settings to try first
   */
  record Subject(String complaint, String identity, List<String> candidates) {
    Subject {
      candidates = List.copyOf(candidates);
    }
  }

  /** Asks a child; a driver that it does not survive cannot be tuned. */
  static Subject subject(String pool, DType dtype, ShapeClass shapes) {
    Child.Answer answer = Child.ask(OpenClTrials.class, pool, dtype.toString(), shapes.name());
    return answer
        .read(Subject.class)
        .orElseGet(() -> new Subject(answer.complaint(pool), "", List.of()));
  }

  /** Asks a child, which has longer where a compiler is given longer. */
  static Trial run(String pool, DType dtype, ShapeClass shapes, String setting) {
    List<String> command =
        Child.command(
            List.of(), OpenClTrials.class, pool, dtype.toString(), shapes.name(), setting);
    Duration limit = Duration.ofMillis((long) (1000 * DriverWatch.orMoreSeconds(LIMIT_SECONDS)));
    return Trial.of(Child.run(command, Map.of(), limit).answer(), setting);
  }

  /** What a choice is valid for, besides device and driver. */
  static String version() {
    return "opencl %d".formatted(OpenClMatMul.REVISION);
  }

  /** In the process of the child; arguments are pool, type, class, and a setting to be tried. */
  public static void main(String[] args) {
    DType dtype = DType.parse(args[1]);
    ShapeClass shapes = ShapeClass.valueOf(args[2]);
    Child.answer(
        args.length == 3 ? look(args[0], dtype, shapes) : measure(args[0], dtype, shapes, args[3]));
  }

  private static Subject look(String text, DType dtype, ShapeClass shapes) {
    try (Pool pool = Pools.open(text)) {
      if (pool.ranks() > 1 || !(pool.devices().getFirst() instanceof OpenClDevice device)) {
        return refused("'%s' is not one device of OpenCL; legal: e.g. opencl:0".formatted(text));
      }
      return dtype.isHalf() && !device.hasEngine()
          ? refused("'%s' multiplies %s in f32; legal: --dtype f32".formatted(text, dtype))
          : new Subject("", device.identity(), OpenClMatMul.candidates(device, dtype, shapes));
    } catch (BadInputException | UnsupportedPoolException e) {
      return refused(e.getMessage());
    }
  }

  private static Subject refused(String complaint) {
    return new Subject(complaint, "", List.of());
  }

  private static Trial measure(String text, DType dtype, ShapeClass shapes, String setting) {
    Map<String, Double> gflops = new HashMap<>();
    try (Pool pool = Pools.open(text)) {
      OpenClDevice device = (OpenClDevice) pool.devices().getFirst();
      String facts = "";
      for (String shape : shapes.shapes(device)) {
        Problem problem = Problems.parse("matmul:%s:%s".formatted(dtype, shape));
        if (takesLong(problem, gflops)) {
          continue;
        }
        var kernel = device.kernels().find("opencl:" + setting, problem);
        if (kernel.supports(problem) instanceof Support.No no) {
          return Trial.failed(setting, no.reason());
        }
        TrialRun run = TrialRun.of(kernel, problem, SECONDS_PER_PROBLEM);
        if (!run.verdict().correct()) {
          return Trial.wrong(setting, run.verdict());
        }
        gflops.put(problem.text(), run.gflops());
        facts = run.description();
      }
      return new Trial(setting, device.identity(), version(), facts, gflops, "");
    } catch (RuntimeException e) {
      return Trial.failed(setting, String.valueOf(e.getMessage()));
    }
  }

  /** By the slowest before it. Such a device is judged by those: no trial may take a minute. */
  private static boolean takesLong(Problem problem, Map<String, Double> gflops) {
    double slowest =
        gflops.values().stream().min(Comparator.naturalOrder()).orElse(Double.MAX_VALUE);
    return problem.flops() * 1e-9 / slowest > SECONDS_PER_RUN_MAX;
  }
}
