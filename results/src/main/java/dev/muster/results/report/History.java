package dev.muster.results.report;

import dev.muster.results.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The results so far, in which a later one finds those that it is compared with. */
public final class History {
  private final List<Result> results = new ArrayList<>();
  private final Map<String, Result> timedByLine = new HashMap<>();

  void add(Result result) {
    results.add(result);
    if (result.timed()) {
      timedByLine.put(result.line(), result);
    }
  }

  List<Result> results() {
    return Collections.unmodifiableList(results);
  }

  /** The latest result with samples that has this repeat line. */
  Optional<Result> find(String line) {
    return Optional.ofNullable(timedByLine.get(line));
  }
}
