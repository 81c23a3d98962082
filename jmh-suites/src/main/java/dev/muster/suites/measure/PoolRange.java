package dev.muster.suites.measure;

import dev.muster.kernels.problem.BadInputException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Pools that differ in their number of ranks: {@code cpu:1..8}, {@code opencl:0/2}, {@code
 * cpu:2,4}, {@code mpi:2..4:openmpi}.
 *
 * @param before what stands before the number of ranks, e.g. {@code cpu:}
 * @param behind what stands behind it: the maker of an MPI library, or nothing
 * @param ranks 2 or more, ascending; one device is what all are compared with
 */
public record PoolRange(String before, List<Integer> ranks, String behind) {
  private static final Pattern FORM =
      Pattern.compile(
          "(cpu:|mpi:|opencl:[^/]+/)([1-9]\\d{0,3})(?:\\.\\.([1-9]\\d{0,3})|((?:,[1-9]\\d{0,3})+))?"
              + "(:[a-z]+)?");

  public PoolRange {
    ranks = List.copyOf(ranks);
  }

  /**
   * The pools with this text.
   *
   * @throws BadInputException naming the legal form
   */
  public static PoolRange parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches() || (matcher.group(5) != null && !matcher.group(1).equals("mpi:"))) {
      throw bad(text);
    }
    int first = Integer.parseInt(matcher.group(2));
    IntStream ranks;
    if (matcher.group(3) != null) {
      ranks = IntStream.rangeClosed(first, Integer.parseInt(matcher.group(3)));
    } else if (matcher.group(4) != null) {
      ranks =
          IntStream.concat(
              IntStream.of(first),
              Arrays.stream(matcher.group(4).substring(1).split(",")).mapToInt(Integer::parseInt));
    } else {
      ranks = IntStream.of(first);
    }
    List<Integer> many = ranks.filter(count -> count > 1).sorted().distinct().boxed().toList();
    if (many.isEmpty()) {
      throw bad(text);
    }
    return new PoolRange(matcher.group(1), many, matcher.group(5) == null ? "" : matcher.group(5));
  }

  private static BadInputException bad(String text) {
    return new BadInputException(
        "bad pools '%s'; legal: cpu:, mpi: or opencl:DEVICE/, then ranks, at last 2 or more, e.g. cpu:1..8 or opencl:0/1..2 or mpi:2,4"
            .formatted(text));
  }

  /**
   * What there is to know of each.
   *
   * @throws BadInputException where one cannot be opened
   */
  public List<PoolFacts> pools() {
    return ranks.stream().map(count -> pool(before + count + behind, count)).toList();
  }

  private static PoolFacts pool(String text, int ranks) {
    PoolFacts facts = PoolFacts.of(text);
    if (!facts.trouble().isEmpty()) {
      throw new BadInputException(facts.trouble());
    }
    return facts.withRanks(ranks);
  }
}
