package dev.muster.results.report;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * One way to write tables, found by {@link ServiceLoader}. Stateless.
 *
 * <p>Where {@code out} throws, {@link java.io.UncheckedIOException} reaches the caller.
 */
public interface TableFormat {

  /** The word behind {@code --format}. */
  String name();

  /** Writes the head of a table; for lists that are no results, such as those of devices. */
  TableWriter table(Table table, Appendable out);

  /** Whether programs read the rows, so that what is no row has to stand elsewhere. */
  default boolean isForScripts() {
    return false;
  }

  /**
   * Writes what is said of a whole table, below its last row.
   *
   * @param out for rows
   * @param notes for what is no row, where {@code out} belongs to a script
   */
  default void below(List<String> lines, Appendable out, Appendable notes) {
    lines.forEach(new Lines(isForScripts() ? notes : out)::write);
  }

  /**
   * How results are written in this format: in one table per section if it says nothing else.
   *
   * @param out for rows
   * @param notes for what is no row, where {@code out} belongs to a script
   */
  default Report report(Appendable out, Appendable notes) {
    return new SectionReport(this, out);
  }

  /** All formats, in the order of their registration. */
  static List<TableFormat> all() {
    return ServiceLoader.load(TableFormat.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  /**
   * The format with this name.
   *
   * @throws IllegalArgumentException naming the legal ones
   */
  static TableFormat parse(String name) {
    return all().stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown format '%s'; legal: %s"
                        .formatted(
                            name,
                            all().stream()
                                .map(TableFormat::name)
                                .collect(Collectors.joining(", ")))));
  }
}
