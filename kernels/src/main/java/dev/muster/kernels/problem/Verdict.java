package dev.muster.kernels.problem;

import java.util.Locale;

/**
 * What a check found.
 *
 * @param checkedCount elements (or rows of a residual) that were compared
 * @param wrongCount how many of them were out of bounds
 * @param worst where and by how much the worst one was off; empty when all are right
 */
public record Verdict(long checkedCount, long wrongCount, String worst) {

  public boolean correct() {
    return wrongCount == 0;
  }

  @Override
  public String toString() {
    return correct() ? "correct" : "WRONG %d of %d, %s".formatted(wrongCount, checkedCount, worst);
  }

  /** Collects comparisons into a verdict. */
  public static final class Builder {
    private long checkedCount;
    private long wrongCount;
    private double worstExcess = -1;
    private String worst = "";

    /**
     * Compares one element. NaN equals NaN, an infinity only itself, and a finite value whatever
     * lies within {@code bound} of it.
     */
    public Builder compare(
        String what, long row, long col, double expected, double actual, double bound) {
      checkedCount++;
      if (agree(expected, actual, bound)) {
        return this;
      }
      wrongCount++;
      double difference = Math.abs(expected - actual);
      double excess = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference - bound;
      if (excess > worstExcess) {
        worstExcess = excess;
        worst =
            String.format(
                Locale.ROOT,
                "worst at %s[%d,%d]: expected %.9g, got %.9g, bound %.3g",
                what,
                row,
                col,
                expected,
                actual,
                bound);
      }
      return this;
    }

    public Verdict build() {
      return new Verdict(checkedCount, wrongCount, worst);
    }

    private static boolean agree(double expected, double actual, double bound) {
      if (Double.isNaN(expected) || Double.isInfinite(expected)) {
        return Double.compare(expected, actual) == 0;
      }
      return Math.abs(expected - actual) <= bound;
    }
  }
}
