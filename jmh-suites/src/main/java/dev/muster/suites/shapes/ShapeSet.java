package dev.muster.suites.shapes;

import dev.muster.kernels.problem.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lists of shapes that come with Muster: a file beside this class each, and a name here. */
public final class ShapeSet {
  public static final List<String> NAMES =
      List.of("squares", "llm", "deepbench", "skinny", "small");

  private ShapeSet() {}

  /**
   * The lines of the set with this name.
   *
   * @throws BadInputException naming the legal ones
   */
  public static List<String> lines(String name) {
    if (!NAMES.contains(name)) {
      throw new BadInputException(
          "unknown set '%s'; legal: %s".formatted(name, String.join(", ", NAMES)));
    }
    try (InputStream in = ShapeSet.class.getResourceAsStream(name + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
