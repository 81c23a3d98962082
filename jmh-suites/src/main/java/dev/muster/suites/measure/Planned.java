package dev.muster.suites.measure;

import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.roofline.Ceiling;
import dev.muster.offload.plan.Plan;
import dev.muster.results.RepeatLine;
import dev.muster.results.Result;
import dev.muster.suites.RunLine;
import java.util.List;
import java.util.Map;

/**
 * A measurement that is to be made.
 *
 * @param line what is run
 * @param ranks of its pool
 * @param effort how much time it gets
 * @param references what it is compared with, by the names of {@link dev.muster.results.References}
 */
public record Planned(RunLine line, int ranks, Effort effort, Map<String, RepeatLine> references)
    implements Work {
  static final String CEILING = "ceiling";
  static final String MATMUL = "matmul";
  static final String ALLREDUCE = "allreduce";
  static final String POOL = "pool";

  public Planned {
    references = Map.copyOf(references);
  }

  /** The section of the report that it belongs to. */
  public String section() {
    return switch (line.problem()) {
      case Ceiling _ -> CEILING;
      case Collective _ -> ALLREDUCE;
      default -> line.plan().equals(Plan.NONE) ? MATMUL : POOL;
    };
  }

  /** The same in a single fork. */
  Planned inOneFork() {
    return new Planned(line, ranks, effort.withForks(1), references);
  }

  /** Threads of JMH: a ceiling is run whole on each core of its pool, all else once. */
  int threads() {
    return line.problem() instanceof Ceiling ? ranks : 1;
  }

  /** What makes a stored result the same measurement. */
  public Result.Key key() {
    return new Result.Key(section(), line.toString(), effort.toString());
  }

  @Override
  public String text() {
    return line.toString();
  }

  @Override
  public double expectedSeconds() {
    return effort.expectedSeconds();
  }

  @Override
  public List<Result.Key> keys() {
    return List.of(key());
  }

  @Override
  public List<Result> measure(Meter meter) {
    return List.of(meter.measure(this));
  }
}
