package dev.muster.suites.measure;

import dev.muster.kernels.problem.Problem;
import dev.muster.results.RepeatLine;
import dev.muster.results.Result;
import dev.muster.suites.RunLine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Kernels that compute the same problem, measured in turns: a fork of each, again and again, until
 * each has all of its forks. One that ends badly has no more turns.
 *
 * @param section of the report that they belong to
 * @param problem what they compute
 * @param rivals in the order of their rows; what the others are compared with comes before it
 */
public record Contest(String section, Problem problem, List<Rival> rivals) implements Work {
  static final String PEERS = "peers";
  static final String DEVICES = "devices";
  static final String SCALING = "scaling";

  public Contest {
    rivals = List.copyOf(rivals);
  }

  /** What is measured of it, each in all of its forks. */
  public List<Planned> planned() {
    return rivals.stream().filter(rival -> rival.obstacle().isEmpty()).map(Rival::planned).toList();
  }

  @Override
  public String text() {
    List<RunLine> lines =
        planned().stream()
            .map(Planned::line)
            .filter(line -> line.problem().getClass().equals(problem.getClass()))
            .toList();
    String kernels =
        lines.stream().map(RunLine::kernel).distinct().collect(Collectors.joining(", "));
    long ways = lines.stream().map(RunLine::pool).distinct().count();
    return "%s by %s%s"
        .formatted(problem.text(), kernels, ways > 1 ? " on %d pools".formatted(ways) : "");
  }

  @Override
  public double expectedSeconds() {
    return planned().stream().mapToDouble(Planned::expectedSeconds).sum();
  }

  @Override
  public List<Result.Key> keys() {
    return rivals.stream()
        .map(rival -> new Result.Key(section, line(rival).toString(), settings(rival)))
        .toList();
  }

  private static RepeatLine line(Rival rival) {
    return rival.planned().line().repeatLine();
  }

  /** The ceiling of one shape is another measurement than that of the next. */
  private String settings(Rival rival) {
    return Result.settingsBeside(rival.planned().effort().toString(), problem.text());
  }

  @Override
  public List<Result> measure(Meter meter) {
    List<List<Result>> forks = rivals.stream().<List<Result>>map(_ -> new ArrayList<>()).toList();
    for (int round = 0; round < rounds(); round++) {
      for (int turn : Turns.ofRound(round, rivals.size())) {
        if (rivals.get(turn).goesOn(forks.get(turn))) {
          forks.get(turn).add(rivals.get(turn).fork(meter));
        }
      }
      meter.tell((round + 1.0) / rounds());
    }
    return IntStream.range(0, rivals.size())
        .mapToObj(i -> joined(rivals.get(i), forks.get(i), meter))
        .toList();
  }

  private int rounds() {
    return rivals.stream().mapToInt(rival -> rival.planned().effort().forks()).max().orElse(0);
  }

  private Result joined(Rival rival, List<Result> forks, Meter meter) {
    return rival.joined(section, settings(rival), forks, meter.environment());
  }
}
