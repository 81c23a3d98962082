package dev.muster.suites.tune;

import dev.muster.kernels.problem.Verdict;
import dev.muster.suites.measure.Child;
import java.util.Map;

/**
 * What one setting of a library was found to be worth.
 *
 * @param setting of the library's tuning variable; empty for the library as shipped
 * @param origin where the library was found
 * @param version of the library, by its own words
 * @param facts version, core, setting and file
 * @param gflops rate in 10⁹ FLOP/s by the text of the problem; empty where it cannot be used
 * @param complaint why it cannot be used; empty where it can
 */
public record Trial(
    String setting,
    String origin,
    String version,
    String facts,
    Map<String, Double> gflops,
    String complaint) {

  private static final double ADVANTAGE = 1.02;
  private static final String WRONG = "WRONG ";

  public Trial {
    gflops = Map.copyOf(gflops);
  }

  static Trial failed(String setting, String complaint) {
    return new Trial(setting, "", "", "", Map.of(), complaint);
  }

  /** One that was measured and computed something else. */
  static Trial wrong(String setting, Verdict verdict) {
    return failed(setting, WRONG + verdict);
  }

  /** True where it computed something else. */
  public boolean wrongAnswer() {
    return complaint.startsWith(WRONG);
  }

  /** What a child answered; a setting that it did not survive has failed. */
  static Trial of(Child.Answer answer, String setting) {
    return answer
        .read(Trial.class)
        .orElseGet(() -> failed(setting, "the process " + answer.ending()));
  }

  /** True where it was measured. */
  public boolean usable() {
    return complaint.isEmpty();
  }

  /** True where it is so much faster that it does other work, and not the same by chance. */
  boolean beats(Trial other) {
    return score() > ADVANTAGE * other.score();
  }

  /** The geometric mean of the rates: no problem counts for more because it is faster. */
  double score() {
    return usable()
        ? Math.exp(gflops.values().stream().mapToDouble(Math::log).average().orElseThrow())
        : 0;
  }
}
