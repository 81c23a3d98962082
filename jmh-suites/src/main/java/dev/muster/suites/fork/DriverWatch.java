package dev.muster.suites.fork;

import dev.muster.bridge.os.ProcessVariables;
import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.offload.pool.Clock;
import dev.muster.results.Counters;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ends this process where a driver does not come back from building a kernel, or from running it
 * for the first time, which is when some build it: no thread can call that off.
 */
public final class DriverWatch {
  /** Names the limit; a compiler for FPGAs takes hours. */
  private static final String VARIABLE = "MUSTER_BUILD_SECONDS";

  private static final double SECONDS = 120;
  private static final int EXIT_CODE = 1;

  /** To bind, and to run for the first time. */
  private static final int CALLS = 2;

  private final Clock clock = Clock.real();
  private final Map<String, Double> firstSeconds = new HashMap<>();
  private final String device;
  private final double seconds;

  /**
   * @param device for people
   */
  DriverWatch(String device) {
    this.device = device;
    this.seconds = limitSeconds(ProcessVariables.get(VARIABLE));
  }

  /**
   * What something else than a line may take.
   *
   * @param seconds where a compiler is given no more time than usual; else all of that is added
   */
  public static double orMoreSeconds(double seconds) {
    double limit = limitSeconds(ProcessVariables.get(VARIABLE));
    return limit > SECONDS ? seconds + CALLS * limit : seconds;
  }

  /** How much longer than usual a line may take, since a compiler is given more time. */
  public static double beyondUsualSeconds() {
    double perCall = Math.max(0, limitSeconds(ProcessVariables.get(VARIABLE)) - SECONDS);
    return CALLS * perCall;
  }

  static double limitSeconds(Optional<String> variable) {
    double seconds = variable.map(DriverWatch::number).orElse(SECONDS);
    if (seconds > 0) {
      return seconds;
    }
    throw new BadInputException(
        "bad %s '%s'; legal: seconds above 0, e.g. %.0f"
            .formatted(VARIABLE, variable.orElseThrow(), SECONDS));
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  /** What is bound, if it is in time. */
  <T extends BoundKernel> T bind(Supplier<T> binding) {
    return within("bind", binding);
  }

  /** Runs for the first time what was bound last. */
  void run(BoundKernel bound) {
    var _ =
        within(
            "run",
            () -> {
              bound.run();
              return bound;
            });
  }

  /** What is given, if it is given in time. */
  private <T> T within(String what, Supplier<T> asked) {
    CountDownLatch there = new CountDownLatch(1);
    Thread.ofPlatform().daemon().name("driver watch").start(() -> endUnless(there));
    long begin = clock.nanos();
    try {
      return asked.get();
    } finally {
      there.countDown();
      double took = (clock.nanos() - begin) * 1e-9;
      firstSeconds.putIfAbsent("cold " + what, took);
      firstSeconds.put("first " + what, took);
    }
  }

  /** What is found, beside what is measured; see {@link #firstSeconds}. */
  void addTo(Map<String, Double> counters) {
    firstSeconds.forEach((phase, took) -> counters.put(Counters.phase(phase), took));
  }

  /**
   * Seconds of the first bind and the first run in this process, {@code cold}, and of those of what
   * was bound last, {@code first}: the driver is awake then, and its memory was not touched yet.
   */
  Map<String, Double> firstSeconds() {
    return Map.copyOf(firstSeconds);
  }

  /** A compiler that goes on would keep the end of our output from whoever reads it. */
  private static void endChildren() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private void endUnless(CountDownLatch there) {
    try {
      if (there.await((long) (seconds * 1000), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      return;
    }
    ForkReport.without(
            ForkReport.Outcome.FAILED,
            String.format(
                Locale.ROOT,
                "'%s' did not build or run a kernel within %.3g s and was given up; %s=SECONDS waits longer",
                device,
                seconds,
                VARIABLE))
        .send();
    endChildren();
    Runtime.getRuntime().halt(EXIT_CODE);
  }
}
