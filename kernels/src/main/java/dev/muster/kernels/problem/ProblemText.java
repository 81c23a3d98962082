package dev.muster.kernels.problem;

import dev.muster.kernels.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The text of a problem, taken apart: {@code name:field:field:key=value}.
 *
 * @param text the whole, for messages
 * @param name the first field
 * @param fields the fields behind it that have no {@code =}
 * @param settings the fields that have one
 */
public record ProblemText(
    String text, String name, List<String> fields, Map<String, String> settings) {

  /** The seed of a problem whose text names none. */
  public static final long DEFAULT_SEED = 42;

  public ProblemText {
    fields = List.copyOf(fields);
    settings = Map.copyOf(settings);
  }

  static ProblemText split(String text) {
    String[] parts = text.strip().split(":", -1);
    List<String> fields = new ArrayList<>();
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 0) {
        fields.add(parts[i]);
      } else {
        settings.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
      }
    }
    return new ProblemText(text, parts[0], fields, settings);
  }

  /** Refuses a text with another number of fields or with settings that are not listed. */
  public ProblemText require(String form, int fieldCount, String... legalSettings) {
    if (fields.size() != fieldCount) {
      throw new BadInputException("bad problem '%s'; legal: %s".formatted(text, form));
    }
    TreeSet<String> unknown = new TreeSet<>(settings.keySet());
    List.of(legalSettings).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new BadInputException(
          "unknown setting '%s' in '%s'; legal: %s"
              .formatted(unknown.first(), text, String.join(", ", legalSettings)));
    }
    return this;
  }

  /** The setting {@code seed}, or its default. */
  public long seed() {
    String seed = settings.get("seed");
    if (seed == null) {
      return DEFAULT_SEED;
    }
    try {
      return Long.parseLong(seed);
    } catch (NumberFormatException _) {
      throw new BadInputException(
          "bad seed '%s' in '%s'; legal: a whole number".formatted(seed, text));
    }
  }

  /**
   * Field {@code index} as a number of things, 1 or more.
   *
   * @param things their name, for messages
   */
  public int count(int index, String things, int most) {
    String count = fields.get(index);
    if (!count.matches("[1-9]\\d{0,8}") || Integer.parseInt(count) > most) {
      throw new BadInputException(
          "bad %s '%s' in '%s'; legal: 1 to %d".formatted(things, count, text, most));
    }
    return Integer.parseInt(count);
  }

  /** Field {@code index} as a size in bytes, in elements of {@code dtype}. */
  public long elements(int index, DType dtype) {
    long bytes = ByteSize.parse(fields.get(index));
    if (bytes % dtype.bytes() != 0) {
      throw new BadInputException(
          "bad size '%s' in '%s'; legal: a multiple of the %d bytes of %s"
              .formatted(fields.get(index), text, dtype.bytes(), dtype));
    }
    return bytes / dtype.bytes();
  }

  /** A real setting, or {@code otherwise} where the text has none. */
  public double real(String key, double otherwise) {
    String value = settings.get(key);
    if (value == null) {
      return otherwise;
    }
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException _) {
      throw new BadInputException(
          "bad %s '%s' in '%s'; legal: a number".formatted(key, value, text));
    }
  }

  /** A setting that counts something, or {@code otherwise} where the text has none. */
  public int natural(String key, int otherwise) {
    String value = settings.getOrDefault(key, String.valueOf(otherwise));
    if (!value.matches("\\d{1,9}")) {
      throw new BadInputException(
          "bad %s '%s' in '%s'; legal: a whole number, 0 or more".formatted(key, value, text));
    }
    return Integer.parseInt(value);
  }

  /** The text of a setting, empty where it has its default value. */
  public static String seedSuffix(long seed) {
    return seed == DEFAULT_SEED ? "" : ":seed=" + seed;
  }
}
