package dev.muster.bridge.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The files in which Linux says what it runs on, such as those of {@code /proc} and {@code /sys}. A
 * file that cannot be read is an empty answer: other systems, containers and sandboxes lack some.
 *
 * @param root the directory that stands for {@code /}
 */
record SystemFiles(Path root) {
  static final SystemFiles HERE = new SystemFiles(Path.of("/"));

  /** The whole file, without blanks at its ends. */
  Optional<String> text(String path) {
    try {
      return Optional.of(Files.readString(root.resolve(path)).strip());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** The lines of the file; none where it cannot be read. */
  List<String> lines(String path) {
    return text(path).stream().flatMap(String::lines).toList();
  }

  /** What lies in a directory, by name; nothing where it cannot be read. */
  List<String> names(String path) {
    String[] names = root.resolve(path).toFile().list();
    return names == null ? List.of() : Arrays.stream(names).sorted().toList();
  }

  /** A file that holds one whole number; empty where it holds a word, such as {@code max}. */
  OptionalLong number(String path) {
    Optional<String> text = text(path).filter(number -> number.matches("\\d{1,18}"));
    return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }
}
