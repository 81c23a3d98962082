package dev.muster.offload.plan;

import dev.muster.kernels.problem.BadInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a problem is cut over ranks: an ordered list of splits, and the collective that joins the
 * parts of a sum.
 *
 * <p>Text form: {@code pm2,pk2;ring} for a product, {@code ring} for a collective alone, {@code -}
 * for one device. The name of a {@link Strategy} may stand for the splits before a plan is made.
 * The first split is the outermost: it decides the most significant digit of a rank.
 *
 * @param splits in order
 * @param collective the algorithm's name
 */
public record Plan(List<Split> splits, Optional<String> collective) {

  /** The plan of one device. */
  public static final Plan NONE = new Plan(List.of(), Optional.empty());

  public Plan {
    splits = List.copyOf(splits);
  }

  /** Ranks that the plan needs: the product of its parallel divisors, at most 2^63 − 1. */
  public long ranks() {
    return parts(splits.stream().filter(split -> split.mode() == Split.Mode.P));
  }

  /** Pieces that the plan cuts a product into: the product of all divisors, at most 2^63 − 1. */
  public long tiles() {
    return parts(splits.stream());
  }

  private static long parts(Stream<Split> splits) {
    return splits
        .mapToLong(Split::divisor)
        .reduce(1, (x, y) -> x > Long.MAX_VALUE / y ? Long.MAX_VALUE : x * y);
  }

  /** The splits alone. */
  Plan withoutCollective() {
    return new Plan(splits, Optional.empty());
  }

  /** True where a sum is spread over ranks, so that a collective has to join it. */
  public boolean splitsSum() {
    return joinedRanks() > 1;
  }

  /** Ranks that hold parts of the same sum, at most 2^63 − 1. */
  public long joinedRanks() {
    return parts(
        splits.stream()
            .filter(split -> split.mode() == Split.Mode.P)
            .filter(split -> split.dimension() == Split.Dimension.K));
  }

  /**
   * The plan with this text form.
   *
   * @throws BadInputException naming the bad part and the legal form
   */
  public static Plan parse(String text) {
    String plan = text.strip();
    if (plan.equals("-")) {
      return NONE;
    }
    String[] parts = plan.split(";", -1);
    if (plan.isEmpty() || parts.length > 2 || Arrays.asList(parts).contains("")) {
      throw new BadInputException(
          "bad plan '%s'; legal: splits and a collective, e.g. pm2,pk2;ring, or ring, or -"
              .formatted(text));
    }
    if (parts.length == 1 && !parts[0].contains(",") && !Split.looksLike(parts[0])) {
      return new Plan(List.of(), Optional.of(parts[0]));
    }
    if (!parts[0].contains(",") && !Split.looksLike(parts[0])) {
      throw new BadInputException(
          "unknown strategy '%s' in plan '%s'; legal: splits such as pm2, or %s"
              .formatted(parts[0], text, Partitioners.names()));
    }
    List<Split> splits = Arrays.stream(parts[0].split(",", -1)).map(Split::parse).toList();
    return new Plan(splits, parts.length == 2 ? Optional.of(parts[1]) : Optional.empty());
  }

  @Override
  public String toString() {
    if (splits.isEmpty()) {
      return collective.orElse("-");
    }
    String cuts = splits.stream().map(Split::toString).collect(Collectors.joining(","));
    return cuts + collective.map(name -> ";" + name).orElse("");
  }
}
