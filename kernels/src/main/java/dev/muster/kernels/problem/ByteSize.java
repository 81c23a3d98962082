package dev.muster.kernels.problem;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as people write them: {@code 4KiB}, {@code 64MiB}, {@code 12} (bytes). */
public final class ByteSize {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})(B|KiB|MiB|GiB|TiB)?");
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private ByteSize() {}

  /**
   * The number of bytes that a text stands for.
   *
   * @throws BadInputException naming the legal units
   */
  public static long parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      String unit = matcher.group(2) == null ? "B" : matcher.group(2);
      for (int power = 0; power < UNITS.length; power++) {
        if (UNITS[power].equals(unit)) {
          long number = Long.parseLong(matcher.group(1));
          if (number <= Long.MAX_VALUE >> (10 * power)) {
            return number << (10 * power);
          }
        }
      }
    }
    throw new BadInputException(
        "bad size '%s'; legal: a whole number and B, KiB, MiB, GiB or TiB, e.g. 64MiB"
            .formatted(text));
  }

  /** The shortest exact text: the largest unit that divides the number. */
  public static String text(long bytes) {
    int power = 0;
    long number = bytes;
    while (number != 0 && number % 1024 == 0 && power < UNITS.length - 1) {
      number /= 1024;
      power++;
    }
    return number + UNITS[power];
  }
}
