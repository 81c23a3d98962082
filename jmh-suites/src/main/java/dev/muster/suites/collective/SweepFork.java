package dev.muster.suites.collective;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.offload.pool.Pools;
import dev.muster.suites.measure.Child;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process that measures: alone, or as one rank of an MPI job. Its argument is a spec. */
final class SweepFork {
  static final Duration LIMIT = Duration.ofMinutes(30);
  private static final String RANK = "muster rank";
  private static final String COMPLAINT = "muster complains: ";

  /** In the words of MPICH's launcher. */
  private static final Pattern LOST = Pattern.compile("PID (\\d+) RUNNING AT (\\S+)");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SweepFork() {}

  public static void main(String[] args) throws JsonProcessingException {
    SweepSpec spec = JSON.readValue(args[0], SweepSpec.class);
    Ranks ranks;
    try {
      ranks = ranks(spec);
    } catch (RuntimeException | Error e) {
      complain(e);
      System.exit(1);
      return;
    }
    measure(spec, ranks);
  }

  /** Others of a job may wait for a rank that fails: it ends them, and does not just leave. */
  private static void measure(SweepSpec spec, Ranks ranks) {
    try {
      if (spec.pool().equals(SweepSpec.JOB)) {
        introduce(ranks);
      }
      SweepAnswer answer =
          SweepAnswer.of(ranks, spec, news -> answer(ranks, new News(news, false)));
      answer(ranks, new News(answer, true));
      ranks.close();
    } catch (RuntimeException | Error e) {
      complain(e);
      ranks.abort();
      System.exit(1);
    }
  }

  /** Standard output, since launchers add words of their own to standard error. */
  private static void complain(Throwable e) {
    PrintStream out = System.out;
    out.println("\n" + COMPLAINT + String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "));
    out.flush();
  }

  /** For whoever hears of the end of a process, and wants to know of which rank. */
  private static void introduce(Ranks ranks) {
    PrintStream out = System.out;
    out.println(
        "%s %d is process %d".formatted(RANK, ranks.first(), ProcessHandle.current().pid()));
  }

  private static void answer(Ranks ranks, News news) {
    if (ranks.first() == 0) {
      Child.answer(news);
    }
  }

  /**
   * What is said after each row.
   *
   * @param complete whether it was the last
   */
  record News(SweepAnswer answer, boolean complete) {}

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
   * @throws SweepException where it did not come to its end, with what it had said before
   */
  static SweepAnswer answer(String name, Child.Output output) {
    Optional<News> last = news(output.text());
    if (output.exitCode() == 0 && last.filter(News::complete).isPresent()) {
      return last.get().answer();
    }
    throw new SweepException(
        "%s %s%s%s".formatted(name, output.ending(), lostRank(output.text()), said(output)),
        last.map(News::answer).filter(answer -> !answer.rows().isEmpty()));
  }

  private static Optional<News> news(String text) {
    return text.lines()
        .filter(line -> line.startsWith("{"))
        .flatMap(line -> parsed(line).stream())
        .reduce((_, later) -> later);
  }

  private static Optional<News> parsed(String line) {
    try {
      return Optional.of(JSON.readValue(line, News.class));
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  /** Hydra tells the process that it lost, and not the rank. */
  private static String lostRank(String text) {
    Matcher lost = LOST.matcher(text);
    if (!lost.find()) {
      return "";
    }
    Matcher rank =
        Pattern.compile(RANK + " (\\d+) is process " + lost.group(1) + "\\b").matcher(text);
    return "; lost %s on %s"
        .formatted(
            rank.find() ? "rank " + rank.group(1) : "process " + lost.group(1), lost.group(2));
  }

  private static String said(Child.Output output) {
    Optional<String> complaint =
        output.text().lines().filter(line -> line.startsWith(COMPLAINT)).findFirst();
    if (complaint.isPresent()) {
      return ": " + complaint.get().substring(COMPLAINT.length());
    }
    return output.lastWords().isEmpty() ? "" : "; its last words: " + output.lastWords();
  }
}
