package dev.muster.suites.measure;

import java.util.Locale;

/**
 * How much time a measurement is given.
 *
 * @param forks fresh JVMs, the unit of replication
 * @param warmupCount iterations that are thrown away, per fork
 * @param iterationCount iterations that count, per fork
 * @param iterationSeconds length of each; at least one operation is done
 * @param limitSeconds longest time that one operation may take
 */
public record Effort(
    int forks, int warmupCount, int iterationCount, double iterationSeconds, double limitSeconds) {

  /** Time of a fork beside its iterations: start, fill, check. */
  private static final double FORK_SECONDS = 1.6;

  /** The same in another number of forks. */
  public Effort withForks(int count) {
    return new Effort(count, warmupCount, iterationCount, iterationSeconds, limitSeconds);
  }

  /** Of one fork, without what comes before. */
  public double measuredSeconds() {
    return iterationCount * iterationSeconds;
  }

  /** What one result of this effort takes, for the estimate of the time left. */
  public double expectedSeconds() {
    return forks * (FORK_SECONDS + (warmupCount + iterationCount) * iterationSeconds);
  }

  /** As stored with the result. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "forks=%d warmup=%dx%.2gs iterations=%dx%.2gs",
        forks,
        warmupCount,
        iterationSeconds,
        iterationCount,
        iterationSeconds);
  }
}
