package dev.muster.results.report;

import dev.muster.results.Result;
import java.util.List;
import java.util.Optional;

/**
 * One table of the report: which results belong to it, and what is shown of them. Found by {@link
 * java.util.ServiceLoader}; pure.
 */
public interface Section {

  /** What a result of this section has as its {@code section}. */
  String name();

  /** What stands above the table. */
  String title();

  /**
   * What of this section a result belongs to, where each such part is a table of its own; empty
   * where the section is one table.
   */
  default String part(Result result) {
    return "";
  }

  /** What is said below the last table of all its rows, beside the mean of its ratios. */
  default List<String> closing(List<Entry> entries) {
    return List.of();
  }

  /** The columns that say what was measured. */
  List<Field> subject();

  /** The columns that say what came of it; a message stands in their place where nothing did. */
  List<Field> figures();

  /** What the ratio of a row compares; empty where the table has no ratio, or this row none. */
  default Optional<Compared> compared(Entry entry) {
    return Optional.empty();
  }
}
