package dev.muster.suites.measure;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.roofline.ComputePeak;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.plan.Plan;
import dev.muster.results.References;
import dev.muster.results.RepeatLine;
import dev.muster.suites.RunLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Plans one contest per shape: the FMA ceiling, the peers, and last the kernel that is judged.
 *
 * @param pool on which all of them run, without a plan
 * @param kernel word of the one that is judged
 * @param peers what it is judged by
 * @param effort how much time each gets
 */
public record Contests(PoolFacts pool, String kernel, Peers peers, ContestEffort effort) {

  /**
   * The contests, in the order of the shapes. What cannot be measured is a row that says why; a
   * peer that cannot be measured at any shape has that row once.
   *
   * @throws BadInputException where the kernel that is judged can never be measured, whatever this
   *     machine has
   */
  public List<Contest> plan(List<MatMul> problems) {
    Map<RunLine, Examined> examined =
        Examination.of(problems.stream().flatMap(this::lines).distinct().toList());
    Examination.requireAny(
        problems.stream().map(problem -> line(problem, kernel)).toList(), examined);
    List<Contest> contests = new ArrayList<>();
    for (MatMul problem : problems) {
      boolean first = contests.isEmpty();
      List<Rival> rivals =
          lines(problem)
              .filter(line -> first || isOurs(line) || isMeasuredAnywhere(line, problems, examined))
              .map(line -> rival(line, problem, examined.get(line)))
              .toList();
      contests.add(new Contest(Contest.PEERS, problem, rivals));
    }
    return contests;
  }

  private Stream<RunLine> lines(MatMul problem) {
    return Stream.of(
            Stream.of(ceiling(problem.dtype())),
            peers.kernels().stream().map(peer -> line(problem, peer)),
            Stream.of(line(problem, kernel)))
        .flatMap(lines -> lines);
  }

  private RunLine line(Problem problem, String word) {
    return pool.line(problem, word);
  }

  private RunLine ceiling(DType dtype) {
    return pool.ceiling(dtype);
  }

  private boolean isOurs(RunLine line) {
    return line.problem() instanceof MatMul && line.equals(line(line.problem(), kernel));
  }

  private boolean isMeasuredAnywhere(
      RunLine line, List<MatMul> problems, Map<RunLine, Examined> examined) {
    return Stream.concat(
            Stream.of(line).filter(each -> each.problem() instanceof ComputePeak),
            problems.stream()
                .filter(_ -> line.problem() instanceof MatMul)
                .map(problem -> new RunLine(problem, Plan.NONE, line.pool(), line.kernel())))
        .anyMatch(each -> examined.get(each).obstacle().isEmpty());
  }

  private Rival rival(RunLine line, MatMul problem, Examined examined) {
    Effort given =
        line.problem() instanceof MatMul
            ? effort.of(problem, examined.ranks())
            : effort.ofCeiling();
    return new Rival(
        new Planned(line, examined.ranks(), given, references(line, problem)), examined.obstacle());
  }

  private Map<String, RepeatLine> references(RunLine line, MatMul problem) {
    if (!(line.problem() instanceof MatMul)) {
      return Map.of();
    }
    Map<String, RepeatLine> references = new HashMap<>();
    if (line.pool().equals(pool.pool())) {
      references.put(References.FMA_PEAK, ceiling(problem.dtype()).repeatLine());
    }
    if (isOurs(line)) {
      peers
          .kernels()
          .forEach(peer -> references.put(References.peer(peer), line(problem, peer).repeatLine()));
    }
    return references;
  }
}
