package dev.muster.offload.plan;

import dev.muster.kernels.problem.BadInputException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One cut of a product: along which dimension, into how many parts, and whether the parts go to
 * different ranks or one after the other. Letters are COSMA's: {@code pm2}, {@code sk4}. Parts that
 * are not alike stand one by one: {@code pm3:1} cuts off the last quarter of the rows.
 *
 * @param mode parallel or sequential
 * @param dimension m, n or k
 * @param divisor number of parts, 1 or more
 * @param weights of the parts, as many; none where they differ by at most one
 */
public record Split(Mode mode, Dimension dimension, int divisor, List<Integer> weights) {
  private static final Pattern FORM =
      Pattern.compile("([ps])([mnk])([1-9]\\d{0,6}|[1-9]\\d{0,8}(?::[1-9]\\d{0,8})+)");

  /** Who gets the parts. */
  public enum Mode {
    /** Each part goes to ranks of its own: as many equal groups of neighbours as parts. */
    P {
      @Override
      <T> List<T> ranksOf(int part, int parts, List<T> ranks) {
        int count = ranks.size() / parts;
        return ranks.subList(part * count, (part + 1) * count);
      }
    },
    /** The same ranks do one part after the other. */
    S {
      @Override
      <T> List<T> ranksOf(int part, int parts, List<T> ranks) {
        return ranks;
      }
    };

    /** Those of the ranks that do part {@code part} of {@code parts}. */
    abstract <T> List<T> ranksOf(int part, int parts, List<T> ranks);

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is cut: rows of A and C, columns of B and C, or the sum. */
  public enum Dimension {
    M {
      @Override
      Range of(Block block) {
        return block.m();
      }

      @Override
      Block replace(Block block, Range range) {
        return new Block(range, block.n(), block.k());
      }
    },
    N {
      @Override
      Range of(Block block) {
        return block.n();
      }

      @Override
      Block replace(Block block, Range range) {
        return new Block(block.m(), range, block.k());
      }
    },
    K {
      @Override
      Range of(Block block) {
        return block.k();
      }

      @Override
      Block replace(Block block, Range range) {
        return new Block(block.m(), block.n(), range);
      }
    };

    /** The range of a block along this dimension. */
    abstract Range of(Block block);

    /** The block with another range along this dimension. */
    abstract Block replace(Block block, Range range);

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Split {
    weights = List.copyOf(weights);
    if (divisor < 1 || (!weights.isEmpty() && weights.size() != divisor)) {
      throw new IllegalArgumentException(
          "a split into %d parts with %d weights".formatted(divisor, weights.size()));
    }
  }

  /** Into parts that differ by at most one. */
  public Split(Mode mode, Dimension dimension, int divisor) {
    this(mode, dimension, divisor, List.of());
  }

  /** Into parts in these proportions. */
  public Split(Mode mode, Dimension dimension, List<Integer> weights) {
    this(mode, dimension, weights.size(), weights);
  }

  /** Part {@code index} of a range. */
  Range part(Range whole, int index) {
    return weights.isEmpty() ? whole.part(index, divisor) : whole.part(index, weights);
  }

  /**
   * The shortest range of which every part gets its share: as many times one as parts, if alike.
   */
  public int lengthMin() {
    if (weights.isEmpty()) {
      return divisor;
    }
    long sum = weights.stream().mapToLong(Integer::longValue).sum();
    return (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(sum, Collections.min(weights)));
  }

  /** The part of a range that is shortest, by its index. */
  int shortest(Range whole) {
    return weights.isEmpty()
        ? divisor - 1
        : IntStream.range(0, divisor)
            .boxed()
            .min(Comparator.comparingInt(index -> part(whole, index).count()))
            .orElseThrow();
  }

  /** True where the text has the letters of a split, right or wrong behind them. */
  static boolean looksLike(String text) {
    return text.matches("[ps][mnk]([^a-z].*)?");
  }

  /**
   * The split with this text form.
   *
   * @throws BadInputException naming the legal form
   */
  public static Split parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new BadInputException(
          "bad split '%s'; legal: p or s, then m, n or k, then 1 to 9999999 parts, or the weight of each, e.g. pm2 or pm3:1"
              .formatted(text));
    }
    Mode mode = Mode.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
    Dimension dimension = Dimension.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
    List<Integer> numbers =
        Arrays.stream(matcher.group(3).split(":")).map(Integer::parseInt).toList();
    return numbers.size() == 1
        ? new Split(mode, dimension, numbers.getFirst())
        : new Split(mode, dimension, numbers);
  }

  Split withDivisor(int newDivisor) {
    return new Split(mode, dimension, newDivisor);
  }

  @Override
  public String toString() {
    return "%s%s%s"
        .formatted(
            mode,
            dimension,
            weights.isEmpty()
                ? Integer.toString(divisor)
                : weights.stream().map(String::valueOf).collect(Collectors.joining(":")));
  }
}
