package dev.muster.suites;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.Strategy;
import dev.muster.results.RepeatLine;
import java.util.function.Function;
import java.util.function.ToIntFunction;

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
    return of(split(text), Plan::parse);
  }

  /**
   * The line with this text form, where a strategy may stand for the plan.
   *
   * @param ranks says how many ranks a pool has; asked only where a strategy wants to know
   * @throws BadInputException naming the bad part and the legal values
   */
  public static RunLine parse(String text, ToIntFunction<String> ranks) {
    RepeatLine line = split(text);
    return of(
        line,
        plan ->
            Strategy.parse(plan)
                .map(
                    strategy ->
                        strategy.plan(
                            Problems.parse(line.problem()), ranks.applyAsInt(line.pool())))
                .orElseGet(() -> Plan.parse(plan)));
  }

  private static RunLine of(RepeatLine line, Function<String, Plan> plan) {
    return new RunLine(
        Problems.parse(line.problem()), plan.apply(line.plan()), line.pool(), line.kernel());
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
