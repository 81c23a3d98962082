package dev.muster.results;

/**
 * The line that repeats a measurement: {@code problem | plan | pool | kernel}. Here its parts are
 * only texts; what they mean is known where they are run.
 *
 * @param problem what is computed, e.g. {@code matmul:f32:1024x1024x1024}
 * @param plan how it is cut, {@code -} for one device
 * @param pool where it runs, e.g. {@code cpu:2}
 * @param kernel what computes it, e.g. {@code vector}
 */
public record RepeatLine(String problem, String plan, String pool, String kernel) {
  private static final String FORM = "problem | plan | pool | kernel";

  public RepeatLine {
    requirePart("problem", problem);
    requirePart("plan", plan);
    requirePart("pool", pool);
    requirePart("kernel", kernel);
  }

  /**
   * The line with this text form; blanks around its parts do not count.
   *
   * @throws IllegalArgumentException naming the bad part and the legal form
   */
  public static RepeatLine parse(String text) {
    String[] parts = text.split("\\|", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException(
          "bad repeat line '%s': %d parts instead of 4; legal: %s"
              .formatted(text, parts.length, FORM));
    }
    return new RepeatLine(parts[0].strip(), parts[1].strip(), parts[2].strip(), parts[3].strip());
  }

  private static void requirePart(String name, String part) {
    if (part.isBlank() || !part.equals(part.strip()) || part.contains("|")) {
      throw new IllegalArgumentException(
          "bad %s '%s' in a repeat line; legal: %s".formatted(name, part, FORM));
    }
  }

  @Override
  public String toString() {
    return String.join(" | ", problem, plan, pool, kernel);
  }
}
