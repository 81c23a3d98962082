package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problems;
import dev.muster.offload.plan.Partitioners;
import dev.muster.offload.plan.Strategy;
import dev.muster.results.report.ScalingSection;
import dev.muster.suites.collective.JobWork;
import dev.muster.suites.measure.ContestEffort;
import dev.muster.suites.measure.PoolFacts;
import dev.muster.suites.measure.PoolRange;
import dev.muster.suites.measure.Study;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Sets pools of growing size against one of their devices. */
@Command(
    name = "scale",
    description =
        "Study how one product scales over pools: speedup, efficiency, where the time goes.")
final class ScaleCommand implements Callable<Integer> {
  private static final String ALL = "all";

  /** The first of all, which smaller products are cut by. */
  private static final String DEFAULT = "recursive";

  @ParentCommand private Main muster;

  @Parameters(paramLabel = "PROBLEM", description = "A product, e.g. matmul:f32:4096x4096x4096.")
  private String problem;

  @Option(
      names = "--pool",
      required = true,
      paramLabel = "POOLS",
      description =
          "Pools from FEW..MANY ranks, e.g. cpu:1..8 or opencl:0/1..2 or mpi:2..4; or cpu:2,4.")
  private String pools;

  @Option(
      names = "--strategy",
      defaultValue = DEFAULT,
      paramLabel = "STRATEGIES",
      description =
          "all, or names with commas between, each with ;COLLECTIVE if wanted"
              + " (default: ${DEFAULT-VALUE}).")
  private String strategy;

  @Option(
      names = "--kernel",
      paramLabel = "KERNEL",
      description = "On each device (default: ours: vector, or opencl on such devices).")
  private Optional<String> kernel;

  @Option(names = "--weak", description = "A pool of p ranks gets p times the work.")
  private boolean weak;

  @Mixin private ContestOptions options;

  @Override
  public Integer call() {
    var _ = options.format();
    ContestEffort effort = options.effort();
    if (!(Problems.parse(problem) instanceof MatMul product)) {
      throw new BadInputException(
          "scales no '%s'; legal: a product, e.g. matmul:f32:4096x4096x4096".formatted(problem));
    }
    List<Strategy> strategies = strategies();
    List<PoolFacts> facts = PoolRange.parse(pools).pools();
    String ours = kernel.orElseGet(() -> facts.getLast().ours());
    Study study = new Study(product, facts, ours, strategies, weak, effort, JobWork::of);
    study.notes().forEach(muster.console()::note);
    return options.run(
        muster,
        Map.of(ScalingSection.POOLS_NOTE, pools, ScalingSection.HOW_NOTE, weak ? "weak" : "strong"),
        study::plan);
  }

  private List<Strategy> strategies() {
    if (strategy.equals(ALL)) {
      return Partitioners.all().stream()
          .sorted(Comparator.comparing(partitioner -> !partitioner.name().equals(DEFAULT)))
          .map(partitioner -> new Strategy(partitioner, Optional.empty()))
          .toList();
    }
    return Arrays.stream(strategy.split(",", -1))
        .distinct()
        .map(
            name ->
                Strategy.parse(name)
                    .orElseThrow(
                        () ->
                            new BadInputException(
                                "unknown strategy '%s'; legal: all, %s"
                                    .formatted(name, Partitioners.names()))))
        .toList();
  }
}
