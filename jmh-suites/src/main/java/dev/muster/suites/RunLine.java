package dev.muster.suites;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.offload.plan.Plan;
import dev.muster.results.RepeatLine;
import java.util.function.Function;

/**
 * A repeat line whose parts are understood.
 *
 * @param problem what is computed
 * @param plan how it is cut
 * @param pool text of the pool; opening it is left to whoever measures
 * @param kernel word of the kernel
 */
public record RunLine(Problem problem, Plan plan, String pool, String kernel) {

  /**
   * The line with this text form.
   *
   * @throws BadInputException naming the bad part and the legal values
   */
  public static RunLine parse(String text) {
    return parse(text, line -> Plan.parse(line.plan()));
  }

  /**
   * The line with this text form, where something else than splits may stand for the plan.
   *
   * @param planner makes the plan of a line
   * @throws BadInputException naming the bad part and the legal values
   */
  public static RunLine parse(String text, Function<RepeatLine, Plan> planner) {
    RepeatLine line = split(text);
    return new RunLine(
        Problems.parse(line.problem()), planner.apply(line), line.pool(), line.kernel());
  }

  private static RepeatLine split(String text) {
    try {
      return RepeatLine.parse(text);
    } catch (BadInputException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage());
    }
  }

  /** The same line as text alone. */
  public RepeatLine repeatLine() {
    return new RepeatLine(problem.text(), plan.toString(), pool, kernel);
  }

  @Override
  public String toString() {
    return repeatLine().toString();
  }
}
