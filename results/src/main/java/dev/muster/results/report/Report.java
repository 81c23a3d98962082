package dev.muster.results.report;

import dev.muster.results.Result;
import java.util.Collection;
import java.util.Comparator;

/**
 * Results as they are shown, one by one as they are measured.
 *
 * <p>Holds no more than the results given to it, so a stored run is shown by giving it its results
 * again. Used by one thread at a time.
 */
@FunctionalInterface
public interface Report {

  /** Writes one result; a result that it refers to comes before it. */
  void add(Result result);

  /** Writes the closing table, in formats for people; there is none for scripts. */
  default void conclude() {}

  /** Writes a whole run, section by section, with the closing table. */
  default void addAll(Collection<Result> results) {
    results.stream()
        .sorted(Comparator.comparingInt(result -> Sections.order(result.section())))
        .forEach(this::add);
    conclude();
  }
}
