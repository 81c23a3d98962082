package dev.muster.bridge.os;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as the Linux kernel writes them: {@code 48K} in sysfs, {@code 123 kB} in procfs. */
final class Kib {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(K|kB|M)?");

  private Kib() {}

  /** The size in bytes; 0 for what is none. */
  static long bytes(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return 0;
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "K", "kB" -> number << 10;
      case "M" -> number << 20;
      case null, default -> number;
    };
  }
}
