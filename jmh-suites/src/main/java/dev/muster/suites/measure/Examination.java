package dev.muster.suites.measure;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.Pools;
import dev.muster.offload.pool.UnsupportedPoolException;
import dev.muster.suites.RunLine;
import dev.muster.suites.fork.Feasibility;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks at lines that a person typed before the first is measured: whether the device is there, and
 * problem, plan, kernel and free memory fit. One process per pool and kernel, since a driver is
 * loaded, or a library that reads its settings once.
 */
public final class Examination {
  private Examination() {}

  /**
   * The lines, with what they need to be measured.
   *
   * @throws BadInputException of the first that cannot be measured whatever this machine has
   */
  public static List<Planned> plan(List<RunLine> lines, Effort effort) {
    Map<RunLine, Examined> examined = of(lines);
    List<Planned> planned = new ArrayList<>();
    for (RunLine line : lines) {
      Examined found = examined.get(line);
      if (!found.complaint().isEmpty()) {
        throw new BadInputException(found.complaint());
      }
      planned.add(new Planned(line, found.ranks(), effort, Map.of()));
    }
    return planned;
  }

  /**
   * Refuses lines none of which can ever be measured, whatever this machine has.
   *
   * @throws BadInputException with what is wrong with the first
   */
  static void requireAny(List<RunLine> lines, Map<RunLine, Examined> examined) {
    List<String> complaints =
        lines.stream()
            .map(line -> examined.get(line).complaint())
            .filter(complaint -> !complaint.isEmpty())
            .toList();
    if (complaints.size() == lines.size()) {
      throw new BadInputException(complaints.getFirst());
    }
  }

  /** What is known of each line. */
  static Map<RunLine, Examined> of(List<RunLine> lines) {
    Map<RunLine, Examined> examined = new HashMap<>();
    lines.stream()
        .distinct()
        .collect(Collectors.groupingBy(line -> List.of(line.pool(), line.kernel())))
        .values()
        .forEach(alike -> examined.putAll(inOwnProcess(alike)));
    return examined;
  }

  /** A driver that ends the process here will end the fork too, and that is told as a result. */
  private static Map<RunLine, Examined> inOwnProcess(List<RunLine> lines) {
    String[] texts = lines.stream().map(RunLine::toString).toArray(String[]::new);
    Child.Answer answer = Child.ask(Examination.class, texts);
    Optional<Examined[]> found = answer.read(Examined[].class);
    Map<RunLine, Examined> byLine = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      byLine.put(lines.get(i), found.isPresent() ? found.get()[i] : Examined.UNKNOWN);
    }
    return byLine;
  }

  /** In the process of the child: what is known of the lines that are its arguments. */
  public static void main(String[] lines) {
    Child.answer(Arrays.stream(lines).map(Examination::examine).toList());
  }

  static Examined examine(String text) {
    try {
      RunLine line = RunLine.parse(text);
      try (Pool pool = Pools.open(line.pool())) {
        return Examined.good(Feasibility.of(line, pool), pool.ranks());
      }
    } catch (BadInputException e) {
      return Examined.bad(e.getMessage());
    } catch (UnsupportedPoolException e) {
      return Examined.missing(e.getMessage());
    }
  }
}
