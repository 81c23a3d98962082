package dev.muster.suites.fork;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Verdict;
import dev.muster.offload.pool.UnsupportedPoolException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How the process of a benchmark ends where it cannot be measured: it reports, then throws. */
public final class Forks {
  /** System property: the longest time in seconds that one operation may take. */
  public static final String LIMIT = "muster.fork.limitSeconds";

  /** System property: the file that the last run of a plan is traced to. */
  public static final String TRACE = "muster.fork.trace";

  /**
   * Keeps C1 from compiling without a profile, however long C2's queue is: a micro-kernel that C1
   * cannot compile with one would stay so for good, boxed (docs/adr/0011).
   */
  public static final String NO_TIER_2 = "-XX:Tier3DelayOn=1000000";

  /**
   * Has a thread that calls for a compilation of our own code wait for it. Compiled beside, it
   * would take a core from the ranks of a pool on all cores, in the middle of what is timed
   * (docs/adr/0019).
   */
  public static final String COMPILES_IN_FRONT =
      "-XX:CompileCommand=BackgroundCompilation,dev.muster.*::*,false";

  /**
   * Has C2 inline the parts of a micro-kernel that have to be: where it compiles the whole early,
   * it has counted too few of their calls, and vectors that a call takes or returns are objects for
   * good.
   */
  public static final String INLINES =
      "-XX:CompileCommand=inline,dev.muster.kernels.matmul.MicroKernel*::inlined*";

  /** Keeps the JVM from printing the commands that come after it. */
  public static final String QUIETLY = "-XX:CompileCommand=quiet";

  /** Those of every process that measures. */
  public static final List<String> JVM_FLAGS =
      List.of(
          "--add-modules=jdk.incubator.vector",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseSerialGC",
          NO_TIER_2,
          QUIETLY,
          COMPILES_IN_FRONT,
          INLINES,
          "-Xss8m");

  private static final double LIMIT_SECONDS = Double.parseDouble(System.getProperty(LIMIT, "20"));

  private Forks() {}

  static <T> T reportingFailure(Supplier<T> setup) {
    try {
      return setup.get();
    } catch (ForkException e) {
      throw e;
    } catch (UnsupportedPoolException | BadInputException e) {
      throw unsupported(e.getMessage());
    } catch (RuntimeException | Error e) {
      throw failed(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  static ForkException unsupported(String reason) {
    ForkReport.without(ForkReport.Outcome.UNSUPPORTED, reason).send();
    return new ForkException("[unsupported] " + reason);
  }

  private static ForkException failed(String reason) {
    ForkReport.without(ForkReport.Outcome.FAILED, reason).send();
    return new ForkException("[failed] " + reason);
  }

  static ForkException wrong(Verdict verdict) {
    new ForkReport(
            ForkReport.Outcome.WRONG,
            verdict.toString(),
            PlanFacts.stored(verdict),
            Map.of(),
            Map.of(),
            List.of())
        .send();
    return new ForkException(verdict.toString());
  }

  static void measured(
      Verdict verdict,
      Map<String, String> ran,
      Map<String, Double> counters,
      List<Double> sampleSeconds) {
    new ForkReport(
            ForkReport.Outcome.MEASURED,
            "",
            PlanFacts.stored(verdict),
            ran,
            counters,
            sampleSeconds)
        .send();
  }

  static Optional<Path> traceFile() {
    return Optional.ofNullable(System.getProperty(TRACE)).map(Path::of);
  }

  static double limitSeconds() {
    return LIMIT_SECONDS;
  }

  static void refuseIfLongerThanLimit(double seconds) {
    if (seconds > LIMIT_SECONDS) {
      throw unsupported(
          "would take about %.0f s per run on this device; the limit is %.0f s"
              .formatted(seconds, LIMIT_SECONDS));
    }
  }
}
