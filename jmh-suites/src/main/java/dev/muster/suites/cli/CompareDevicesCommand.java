package dev.muster.suites.cli;

import dev.muster.bridge.os.Affinity;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.roofline.Stream;
import dev.muster.kernels.tensor.DType;
import dev.muster.suites.measure.ContestEffort;
import dev.muster.suites.measure.DeviceContests;
import dev.muster.suites.measure.Discovered;
import dev.muster.suites.measure.Discovery;
import dev.muster.suites.measure.PoolFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Sets devices beside each other, whoever made them. */
@Command(
    name = "compare-devices",
    description = "Compare devices on the same problems, measured in turns.")
final class CompareDevicesCommand implements Callable<Integer> {
  private static final String ALL = "all";
  private static final List<String> PROBLEMS =
      List.of(
          "triad:%s:64MiB",
          "matmul:%s:256x256x256", "matmul:%s:1024x1024x1024", "matmul:%s:16x4096x4096");

  @ParentCommand private Main muster;

  @Parameters(
      arity = "1..*",
      paramLabel = "DEVICE",
      description =
          "Pools, e.g. opencl:0 cpu:2; the first is what others are compared with; or all.")
  private List<String> devices;

  @Option(
      names = "--problem",
      paramLabel = "PROBLEM",
      description = "What is compared, e.g. matmul:f32:512x512x512; any number of times.")
  private List<String> problems = new ArrayList<>();

  @Option(
      names = "--dtype",
      defaultValue = "f32",
      paramLabel = "TYPE",
      description = "f32, f64, f16 or bf16, where no problem is given (default: ${DEFAULT-VALUE}).")
  private String dtype;

  @Mixin private ContestOptions options;

  @Override
  public Integer call() {
    var _ = options.format();
    ContestEffort effort = options.effort();
    List<Problem> parsed = problems();
    List<String> pools = pools();
    if (pools.size() < 2) {
      throw new BadInputException("one device alone; legal: two or more, e.g. opencl:0 cpu:2");
    }
    List<PoolFacts> facts = pools.stream().map(PoolFacts::of).toList();
    return options.run(
        muster,
        Map.of("devices", String.join(" ", pools)),
        () -> new DeviceContests(facts, effort).plan(parsed));
  }

  private List<Problem> problems() {
    DType type = DType.parseOfProduct(dtype);
    List<String> texts =
        problems.isEmpty()
            ? PROBLEMS.stream()
                .filter(each -> each.startsWith("matmul") || !type.isHalf())
                .map(each -> each.formatted(type))
                .toList()
            : problems;
    List<Problem> parsed = texts.stream().map(Problems::parse).toList();
    for (Problem problem : parsed) {
      if (!(problem instanceof MatMul) && !(problem instanceof Stream)) {
        throw new BadInputException(
            "bad --problem '%s'; legal: matmul, copy and triad".formatted(problem.text()));
      }
    }
    return parsed;
  }

  /** All devices as a whole, and the cores of this machine together. */
  private List<String> pools() {
    if (!devices.equals(List.of(ALL))) {
      return devices.stream().distinct().toList();
    }
    List<String> pools = new ArrayList<>();
    pools.add("cpu:" + Affinity.cpus().size());
    for (Discovered found : Discovery.all()) {
      if (found.present() && found.ranks() == 1 && !PoolFacts.isCpu(found.pool())) {
        pools.add(found.pool());
      }
    }
    return pools;
  }
}
