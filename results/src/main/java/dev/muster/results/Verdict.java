package dev.muster.results;

/**
 * What the check before the timing found, as it is stored.
 *
 * @param checkedCount elements that were compared, 0 where nothing was checked
 * @param wrongCount how many of them were out of bounds
 * @param worst where and by how much the worst one was off; empty when all are right
 */
public record Verdict(long checkedCount, long wrongCount, String worst) {

  /** Nothing was checked. */
  public static final Verdict NONE = new Verdict(0, 0, "");

  public Verdict {
    if (wrongCount < 0 || checkedCount < wrongCount) {
      throw new IllegalArgumentException(
          "bad verdict: %d wrong of %d checked".formatted(wrongCount, checkedCount));
    }
    if (worst == null) {
      throw new IllegalArgumentException("bad verdict: no text for the worst element");
    }
  }

  @Override
  public String toString() {
    return "%d of %d%s".formatted(wrongCount, checkedCount, worst.isEmpty() ? "" : ", " + worst);
  }
}
