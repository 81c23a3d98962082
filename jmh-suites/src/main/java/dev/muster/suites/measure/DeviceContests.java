package dev.muster.suites.measure;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.roofline.ComputePeak;
import dev.muster.results.References;
import dev.muster.results.RepeatLine;
import dev.muster.suites.RunLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Plans one contest per problem between devices: the FMA ceiling of each, then the problem on each
 * by our own kernel, all in turns. What a device cannot do is a row that says why.
 *
 * @param devices the first is what the others are compared with
 * @param effort how much time each gets
 */
public record DeviceContests(List<PoolFacts> devices, ContestEffort effort) {
  public DeviceContests {
    devices = List.copyOf(devices);
  }

  /**
   * The contests, in the order of the problems.
   *
   * @throws BadInputException where a device can never be measured, whatever this machine has
   */
  public List<Contest> plan(List<Problem> problems) {
    Map<RunLine, Examined> examined =
        Examination.of(
            problems.stream()
                .flatMap(problem -> Stream.concat(ceilings(problem), lines(problem)))
                .distinct()
                .toList());
    for (PoolFacts device : devices) {
      Examination.requireAny(
          problems.stream().map(problem -> line(device, problem)).toList(), examined);
    }
    List<Contest> contests = new ArrayList<>();
    for (Problem problem : problems) {
      List<Rival> rivals =
          Stream.concat(ceilings(problem), lines(problem))
              .map(line -> rival(line, examined.get(line)))
              .toList();
      contests.add(new Contest(Contest.DEVICES, problem, rivals));
    }
    return contests;
  }

  private Stream<RunLine> lines(Problem problem) {
    return devices.stream().map(device -> line(device, problem));
  }

  private static RunLine line(PoolFacts device, Problem problem) {
    return device.line(problem, device.ours());
  }

  /** What moves memory has no part in multiply-adds. */
  private Stream<RunLine> ceilings(Problem problem) {
    return problem instanceof MatMul
        ? devices.stream().map(device -> device.ceiling(problem.dtype()))
        : Stream.empty();
  }

  private Rival rival(RunLine line, Examined examined) {
    Effort given =
        line.problem() instanceof MatMul product
            ? effort.of(product, examined.ranks())
            : effort.ofCeiling();
    return new Rival(
        new Planned(line, examined.ranks(), given, references(line)), examined.obstacle());
  }

  private Map<String, RepeatLine> references(RunLine line) {
    Map<String, RepeatLine> references = new HashMap<>();
    if (line.problem() instanceof ComputePeak) {
      return references;
    }
    PoolFacts own =
        devices.stream().filter(each -> each.pool().equals(line.pool())).findFirst().orElseThrow();
    if (line.problem() instanceof MatMul) {
      references.put(References.FMA_PEAK, own.ceiling(line.problem().dtype()).repeatLine());
    }
    RunLine first = line(devices.getFirst(), line.problem());
    if (!first.equals(line)) {
      references.put(References.FIRST_DEVICE, first.repeatLine());
    }
    return references;
  }
}
