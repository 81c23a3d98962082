package dev.muster.suites.collective;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.suites.measure.Child;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One way to do a collective that is set beside others: measured in processes of its own.
 *
 * @param name as it stands in the table
 * @param launcher that starts its ranks; empty where one process has them all
 * @param ranks how many
 * @param spec what it measures
 */
public record Entrant(String name, Optional<MpiLauncher> launcher, int ranks, SweepSpec spec) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /**
   * Measures it once, in a fresh process or job.
   *
   * @throws SweepException where that ended without an answer
   */
  public SweepAnswer run() {
    Child.Output output =
        launcher
            .map(each -> each.run(ranks, LIMIT, SweepFork.class, argument()))
            .orElseGet(
                () ->
                    Child.run(
                        Child.command(List.of(), SweepFork.class, argument()),
                        java.util.Map.of(),
                        LIMIT));
    return output
        .answer()
        .read(SweepAnswer.class)
        .orElseThrow(
            () ->
                new SweepException(
                    "%s ended with exit code %d and no answer%s"
                        .formatted(name, output.exitCode(), said(output))));
  }

  private static String said(Child.Output output) {
    return output.lastWords().isEmpty() ? "" : "; its last words: " + output.lastWords();
  }

  private String argument() {
    try {
      return JSON.writeValueAsString(spec);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
