package dev.muster.suites.measure;

import dev.muster.results.RepeatLine;
import dev.muster.results.Result;
import dev.muster.suites.RunLine;
import java.util.Map;

/**
 * A measurement that is to be made.
 *
 * @param section the table that it belongs to
 * @param line what is run
 * @param effort how much time it gets
 * @param references what it is compared with, by the names of {@link dev.muster.results.References}
 */
public record Planned(
    String section, RunLine line, Effort effort, Map<String, RepeatLine> references) {
  public Planned {
    references = Map.copyOf(references);
  }

  /** What makes a stored result the same measurement. */
  public Result.Key key() {
    return new Result.Key(section, line.toString(), effort.toString());
  }
}
