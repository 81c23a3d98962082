package dev.muster.suites.collective;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.offload.pool.Pools;
import dev.muster.suites.measure.Child;
import java.io.UncheckedIOException;
import java.time.Duration;

/** The process that measures: alone, or as one rank of an MPI job. Its argument is a spec. */
final class SweepFork {
  static final Duration LIMIT = Duration.ofMinutes(10);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SweepFork() {}

  public static void main(String[] args) throws JsonProcessingException {
    SweepSpec spec = JSON.readValue(args[0], SweepSpec.class);
    try (Ranks ranks = ranks(spec)) {
      SweepAnswer answer = SweepAnswer.of(ranks, spec);
      if (ranks.first() == 0) {
        Child.answer(answer);
      }
    }
  }

  private static Ranks ranks(SweepSpec spec) {
    return spec.pool().equals(SweepSpec.JOB)
        ? JobRanks.join(spec.library())
        : new PoolRanks(Pools.open(spec.pool()));
  }

  /** The argument for a process that measures this. */
  static String argument(SweepSpec spec) {
    try {
      return JSON.writeValueAsString(spec);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What such a process answered.
   *
   * @throws SweepException where it gave no answer
   */
  static SweepAnswer answer(String name, Child.Output output) {
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
}
