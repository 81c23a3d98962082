package dev.muster.suites;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.offload.plan.Plan;
import dev.muster.results.RepeatLine;

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
    RepeatLine line;
    try {
      line = RepeatLine.parse(text);
    } catch (BadInputException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage());
    }
    return new RunLine(
        Problems.parse(line.problem()), Plan.parse(line.plan()), line.pool(), line.kernel());
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
