package dev.muster.results.stats;

import dev.muster.results.Counters;
import dev.muster.results.Result;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;

/**
 * What follows from a result: every rate that Muster shows, each a pure function of the counters
 * and the median time t. A rate is empty where a counter that it needs is missing, where there was
 * no such work at all, or where t is 0.
 *
 * <p>Conventions are those of nccl-tests (its PERFORMANCE page): GB/s = 10⁹ bytes per second, and
 * for a collective of S bytes, the whole vector of a rank, over n ranks
 *
 * <pre>
 *   algbw  = S / t
 *   busbw  = algbw · f             what each link must carry at least, whatever the algorithm: f is
 *                                  2(n−1)/n for an all-reduce, 1 for a broadcast and a reduce, and
 *                                  (n−1)/n for all others
 *   wirebw = W / (n·t)             W: bytes that the schedule moved between ranks, all together
 * </pre>
 *
 * <p>wirebw equals busbw for a schedule that moves no byte too many, such as the ring.
 *
 * @param result with samples
 * @param summary of its samples
 */
public record Rates(Result result, Summary summary) {
  /** Of a result with samples. */
  public static Rates of(Result result) {
    return new Rates(result, Summary.of(result.forkSeconds()));
  }

  /** FLOPs / t, in 10⁹ per second. */
  public OptionalDouble gflops() {
    return perNano(counter(Counters.FLOPS));
  }

  /** FLOPs / t / power, in 10⁹ per second and watt. */
  public OptionalDouble gflopsPerWatt() {
    return map(counter(Counters.WATTS), watts -> map(gflops(), rate -> ratio(rate, watts)));
  }

  /** Bytes read and written / t, in 10⁹ per second. */
  public OptionalDouble gigabytesPerSecond() {
    return perNano(counter(Counters.BYTES));
  }

  /** S / t, in GB/s; empty for what is no collective. */
  public OptionalDouble algbw() {
    return map(busFactor(1), _ -> gigabytesPerSecond());
  }

  /** algbw · f, in GB/s: 0 for an all-reduce of one rank, which needs no link. */
  public OptionalDouble busbw() {
    return map(
        ranks(), n -> map(busFactor(n), f -> map(algbw(), rate -> OptionalDouble.of(rate * f))));
  }

  /** f for n ranks; empty for what is no collective. */
  private OptionalDouble busFactor(double n) {
    return switch (result.problem().split(":", 2)[0]) {
      case "allreduce" -> OptionalDouble.of(2 * (n - 1) / n);
      case "reduce-scatter", "all-gather", "all-to-all" -> OptionalDouble.of((n - 1) / n);
      case "broadcast", "reduce" -> OptionalDouble.of(1);
      default -> OptionalDouble.empty();
    };
  }

  /** W / (n·t), in GB/s. */
  public OptionalDouble wirebw() {
    return map(ranks(), n -> map(perNano(counter(Counters.WIRE_BYTES)), all -> ratio(all, n)));
  }

  /** 100 · FLOP rate / FLOP rate of {@code peak}. */
  public OptionalDouble percentOfPeak(Rates peak) {
    return map(gflops(), mine -> map(peak.gflops(), best -> ratio(100 * mine, best)));
  }

  /** Time of {@code base} / t. */
  public OptionalDouble speedupOver(Rates base) {
    return ratio(base.summary.medianSeconds(), summary.medianSeconds());
  }

  /** Rate / rate of {@code base}: of FLOPs where both have them, else of bytes. */
  public OptionalDouble rateOver(Rates base) {
    return gflops().isPresent() && base.gflops().isPresent()
        ? map(gflops(), mine -> map(base.gflops(), theirs -> ratio(mine, theirs)))
        : map(
            gigabytesPerSecond(),
            mine -> map(base.gigabytesPerSecond(), theirs -> ratio(mine, theirs)));
  }

  /** 100 · speedup · devices of {@code base} (1 where it does not say) / devices of this. */
  public OptionalDouble efficiencyPercent(Rates base) {
    double baseRanks = base.ranks().orElse(1);
    return map(
        ranks(), n -> map(speedupOver(base), speedup -> ratio(100 * speedup * baseRanks, n)));
  }

  /** Part of the time that the ranks spent in transfers, copies and reductions, in percent. */
  public OptionalDouble communicationPercent() {
    return map(counter(Counters.COMMUNICATION_SHARE), share -> OptionalDouble.of(100 * share));
  }

  /**
   * Of the shorter of computing and communication, the part that went on beside the other, in
   * percent: 100 · (c + m − 1) / min(c, m) for their parts c and m of the time; 0 where one comes
   * after the other, 100 where the longer one is all of the time.
   */
  public OptionalDouble hiddenPercent() {
    return map(
        counter(Counters.COMPUTE_SHARE),
        c ->
            map(
                counter(Counters.COMMUNICATION_SHARE),
                m -> ratio(100 * Math.max(0, c + m - 1), Math.min(c, m))));
  }

  /** How long computing and communication would take one after the other. */
  public OptionalDouble serialSeconds() {
    return ofShares(Double::sum);
  }

  /** What no overlap can be faster than: the longer of computing and communication. */
  public OptionalDouble overlapBoundSeconds() {
    return ofShares(Math::max);
  }

  private OptionalDouble ofShares(DoubleBinaryOperator operator) {
    return map(
        counter(Counters.COMPUTE_SHARE),
        c ->
            map(
                counter(Counters.COMMUNICATION_SHARE),
                m -> OptionalDouble.of(operator.applyAsDouble(c, m) * summary.medianSeconds())));
  }

  /** Devices that worked together. */
  public OptionalDouble ranks() {
    return counter(Counters.RANKS);
  }

  private OptionalDouble counter(String name) {
    return result.counter(name);
  }

  private OptionalDouble perNano(OptionalDouble amount) {
    return map(
        amount, x -> x == 0 ? OptionalDouble.empty() : ratio(x, summary.medianSeconds() * 1e9));
  }

  private static OptionalDouble ratio(double x, double y) {
    return y == 0 ? OptionalDouble.empty() : OptionalDouble.of(x / y);
  }

  private interface Step {
    OptionalDouble apply(double x);
  }

  private static OptionalDouble map(OptionalDouble value, Step step) {
    return value.isPresent() ? step.apply(value.getAsDouble()) : OptionalDouble.empty();
  }
}
