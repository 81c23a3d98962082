package dev.muster.offload.plan;

import dev.muster.kernels.problem.BadInputException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One cut of a product: along which dimension, into how many parts, and whether the parts go to
 * different ranks or one after the other. Letters are COSMA's: {@code pm2}, {@code sk4}.
 *
 * @param mode parallel or sequential
 * @param dimension m, n or k
 * @param divisor number of parts, 1 or more
 */
public record Split(Mode mode, Dimension dimension, int divisor) {
  private static final Pattern FORM = Pattern.compile("([ps])([mnk])([1-9]\\d{0,6})");

  /** Who gets the parts. */
  public enum Mode {
    /** Each part goes to a rank of its own. */
    P,
    /** The same ranks do one part after the other. */
    S
  }

  /** What is cut: rows of A and C, columns of B and C, or the sum. */
  public enum Dimension {
    M,
    N,
    K
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
          "bad split '%s'; legal: p or s, then m, n or k, then the number of parts, e.g. pm2"
              .formatted(text));
    }
    return new Split(
        Mode.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
        Dimension.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)),
        Integer.parseInt(matcher.group(3)));
  }

  @Override
  public String toString() {
    return (mode.name() + dimension.name()).toLowerCase(Locale.ROOT) + divisor;
  }
}
