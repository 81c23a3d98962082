package dev.muster.results.report;

import dev.muster.results.Counters;
import dev.muster.results.References;
import dev.muster.results.Result;
import dev.muster.results.stats.Rates;
import dev.muster.results.stats.Rivals;
import dev.muster.results.stats.Speedup;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A result beside those before it: all that a field may be computed from.
 *
 * @param result the one that is shown
 * @param history it and those before it
 */
public record Entry(Result result, History history) {

  /** Part {@code index} of the problem's text, without settings such as the seed. */
  Cell problemPart(int index) {
    return problemParts().skip(index).findFirst().map(Cell::of).orElseGet(Cell.Missing::new);
  }

  /** The last part of the problem's text before its settings. */
  Cell lastProblemPart() {
    return problemParts().reduce((_, later) -> later).map(Cell::of).orElseGet(Cell.Missing::new);
  }

  private Stream<String> problemParts() {
    return Stream.of(result.problem().split(":")).filter(part -> !part.contains("="));
  }

  /** A figure of this result; missing where there are no samples. */
  Cell figure(Function<Rates, OptionalDouble> figure) {
    return Cell.of(rates().map(figure).orElseGet(OptionalDouble::empty));
  }

  /** The rates of this result, where it has samples. */
  Optional<Rates> rates() {
    return result.timed() ? Optional.of(Rates.of(result)) : Optional.empty();
  }

  /** The result that this one refers to by {@code name}; empty where that was not measured. */
  private Optional<Result> reference(String name) {
    return Optional.ofNullable(result.references().get(name))
        .flatMap(line -> history.find(line, result));
  }

  /**
   * This result and the one that it refers to by {@code name}; empty where one of them has no
   * samples, or where one is modelled and the other measured.
   */
  Optional<Rivals> rivals(String name) {
    return reference(name)
        .filter(other -> result.timed() && other.provenance().equals(result.provenance()))
        .flatMap(
            other ->
                Rivals.of(result.forkSeconds(), other.forkSeconds())
                    .map(rivals -> rivals.withWork(work(other))));
  }

  /** This pool against one of its devices; empty for that device, and where it was not measured. */
  Optional<Speedup> speedup() {
    int ranks = (int) result.counter(Counters.RANKS).orElse(1);
    return rivals(References.ONE_DEVICE).map(rivals -> new Speedup(ranks, rivals));
  }

  /** How many times the operations of the other; 1 where one of them counts none. */
  private double work(Result other) {
    double ours = result.counter(Counters.FLOPS).orElse(0);
    double theirs = other.counter(Counters.FLOPS).orElse(0);
    return ours > 0 && theirs > 0 ? ours / theirs : 1;
  }

  /**
   * A figure of this result against the one that it refers to by {@code name}; missing where that
   * was not measured. A modelled number is never set against a measured one.
   */
  Cell compared(String name, BiFunction<Rates, Rates, OptionalDouble> figure) {
    Optional<Result> other = reference(name);
    if (other.isEmpty() || !result.timed()) {
      return new Cell.Missing();
    }
    if (!other.get().provenance().equals(result.provenance())) {
      return Cell.of("incomparable");
    }
    return Cell.of(figure.apply(Rates.of(result), Rates.of(other.get())));
  }
}
