package dev.muster.results.stats;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The universal scalability law S(p) = p / (1 + σ(p−1) + κp(p−1)): σ is the part that is done by
 * one device at a time, κ what each pair of devices costs. With κ = 0 it is Amdahl's law.
 *
 * <p>Fitted to p/S − 1 = σ(p−1) + κp(p−1) with least squares, neither below 0. Sources: G. M.
 * Amdahl, AFIPS 1967; N. J. Gunther, Guerrilla capacity planning, 2007, chapter 4.
 *
 * @param sigma σ
 * @param kappa κ
 */
public record ScalingLaw(double sigma, double kappa) {
  private static final long SEED = 42;

  /** Amdahl's: κ is 0. */
  public static ScalingLaw amdahl(List<Speedup> speedups) {
    double xx = Speedup.sum(speedups, each -> square(others(each)));
    double xy = Speedup.sum(speedups, each -> others(each) * loss(each));
    return new ScalingLaw(xx == 0 ? 0 : Math.max(0, xy / xx), 0);
  }

  /** The universal one; Amdahl's where pairs would cost less than nothing. */
  public static ScalingLaw universal(List<Speedup> speedups) {
    double xx = Speedup.sum(speedups, each -> square(others(each)));
    double yy = Speedup.sum(speedups, each -> square(pairs(each)));
    double xy = Speedup.sum(speedups, each -> others(each) * pairs(each));
    double xz = Speedup.sum(speedups, each -> others(each) * loss(each));
    double yz = Speedup.sum(speedups, each -> pairs(each) * loss(each));
    double determinant = xx * yy - xy * xy;
    double sigma = (xz * yy - yz * xy) / determinant;
    double kappa = (yz * xx - xz * xy) / determinant;
    if (determinant == 0 || kappa < 0) {
      return amdahl(speedups);
    }
    return sigma < 0 ? new ScalingLaw(0, Math.max(0, yz / yy)) : new ScalingLaw(sigma, kappa);
  }

  private static double others(Speedup speedup) {
    return speedup.ranks() - 1.0;
  }

  private static double pairs(Speedup speedup) {
    return speedup.ranks() * (speedup.ranks() - 1.0);
  }

  private static double loss(Speedup speedup) {
    return speedup.ranks() / speedup.value() - 1;
  }

  private static double square(double x) {
    return x * x;
  }

  /**
   * A figure of the law with its {@value Ratio#CONFIDENCE_PERCENT} % interval, by drawing the forks
   * of every pool again, and those of the one device that all are set against.
   */
  public static Ratio interval(
      List<Speedup> speedups,
      Function<List<Speedup>, ScalingLaw> law,
      ToDoubleFunction<ScalingLaw> figure) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] resampled =
        Stream.generate(() -> Speedup.resampled(speedups, random))
            .limit(Ratio.RESAMPLES)
            .map(law)
            .mapToDouble(figure)
            .toArray();
    return Ratio.around(figure.applyAsDouble(law.apply(speedups)), resampled);
  }

  /** S(p). */
  public double speedup(double ranks) {
    return ranks / (1 + sigma * (ranks - 1) + kappa * ranks * (ranks - 1));
  }

  /** Root mean square of the relative errors of the law. */
  public double error(List<Speedup> speedups) {
    return Math.sqrt(
        DoubleStream.of(
                speedups.stream()
                    .mapToDouble(each -> square(speedup(each.ranks()) / each.value() - 1))
                    .toArray())
            .average()
            .orElse(0));
  }

  /** Pools of this many ranks are as fast as they get; infinite where κ is 0. */
  public double ranksAtPeak() {
    return kappa == 0
        ? Double.POSITIVE_INFINITY
        : Math.max(1, Math.sqrt(Math.max(0, 1 - sigma) / kappa));
  }
}
