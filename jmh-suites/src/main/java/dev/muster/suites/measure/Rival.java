package dev.muster.suites.measure;

import dev.muster.results.Environment;
import dev.muster.results.Result;
import dev.muster.results.stats.ForkMedians;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/**
 * One row of a contest.
 *
 * @param planned what is measured, and in how many forks
 * @param obstacle why it is not measured, known before; empty where it is
 * @param how what is done for a fork: a job of several processes, or, for most, what is planned
 */
record Rival(Planned planned, String obstacle, Function<Planned, Work> how) {

  /** In a JVM of its own. */
  Rival(Planned planned, String obstacle) {
    this(planned, obstacle, it -> it);
  }

  /** One more fork. */
  Result fork(Meter meter) {
    return how.apply(planned.inOneFork()).measure(meter).getFirst();
  }

  /** Goes on while no fork ended badly. */
  boolean goesOn(List<Result> forks) {
    return obstacle.isEmpty() && forks.stream().allMatch(Result::timed);
  }

  /**
   * All forks as one result: the last one says how it ended, and what was counted is that of the
   * one whose time is nearest to the time of all.
   */
  Result joined(String section, String settings, List<Result> forks, Environment environment) {
    Result.Builder builder =
        Result.of(section, planned.line().repeatLine(), environment).settings(settings);
    planned.references().forEach(builder::reference);
    if (forks.isEmpty()) {
      return builder.startedAt(Clock.systemUTC().instant()).unsupported(obstacle);
    }
    Result last = forks.getLast();
    builder.startedAt(forks.getFirst().startedAt()).verdict(last.verdict());
    return switch (last.status()) {
      case OK -> measured(builder, forks);
      case UNSUPPORTED -> builder.unsupported(last.reason());
      case WRONG -> builder.wrong(last.verdict());
      case FAILED -> builder.failed(last.reason());
    };
  }

  private static Result measured(Result.Builder builder, List<Result> forks) {
    List<List<Double>> seconds =
        forks.stream().flatMap(fork -> fork.forkSeconds().stream()).toList();
    Result typical = forks.get(ForkMedians.of(seconds).typical());
    typical.counters().forEach(builder::counter);
    typical.ran().forEach(builder::ran);
    return builder.measured(seconds);
  }
}
