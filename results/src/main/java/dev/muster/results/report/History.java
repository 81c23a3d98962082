package dev.muster.results.report;

import dev.muster.results.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The results so far, in which a later one finds those that it is compared with. */
public final class History {
  private final List<Result> results = new ArrayList<>();

  void add(Result result) {
    results.add(result);
  }

  List<Result> results() {
    return Collections.unmodifiableList(results);
  }

  /**
   * The latest result with samples that has this repeat line: of the section of {@code result}
   * where it is there, since a section times all its results in the same way.
   */
  Optional<Result> find(String line, Result result) {
    List<Result> found =
        results.stream().filter(other -> other.timed() && other.line().equals(line)).toList();
    List<Result> beside =
        found.stream().filter(other -> other.section().equals(result.section())).toList();
    return (beside.isEmpty() ? found : beside).stream().reduce((_, later) -> later);
  }
}
