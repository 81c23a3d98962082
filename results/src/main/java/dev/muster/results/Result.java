package dev.muster.results;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One measurement, complete in itself: what ran, where, how long each repetition took, and whether
 * the answer was right.
 *
 * <p>Immutable. It holds texts and raw numbers only, never a rate; every number is finite.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param kind {@link #KIND}: tells a result from whatever else a later schema may store
 * @param section the table that it belongs to, e.g. {@code matmul}
 * @param line the repeat line: problem, plan, pool and kernel
 * @param problem first part of the line
 * @param plan second part
 * @param pool third part
 * @param kernel fourth part
 * @param settings how it was measured, e.g. {@code forks=2 iterations=5x1s}: another setting is
 *     another measurement
 * @param provenance measured, calibrated or extrapolated
 * @param startedAt when the measurement began, UTC
 * @param status how it ended
 * @param reason why there are no samples; empty where there are
 * @param verdict what the check found
 * @param forkSeconds for each fork its samples, in seconds per operation
 * @param counters see {@link Counters}
 * @param ran what really ran, by name: tile, species bits, driver, device id per rank, threads
 * @param references repeat lines of the results to compare with; see {@link References}
 * @param environment the machine and the software
 */
public record Result(
    int schemaVersion,
    String kind,
    String section,
    String line,
    String problem,
    String plan,
    String pool,
    String kernel,
    String settings,
    String provenance,
    Instant startedAt,
    Status status,
    String reason,
    Verdict verdict,
    List<List<Double>> forkSeconds,
    Map<String, Double> counters,
    Map<String, String> ran,
    Map<String, String> references,
    Environment environment) {

  /** Raised whenever a field changes its name or meaning. */
  public static final int SCHEMA_VERSION = 1;

  public static final String KIND = "result";

  /** Measured here, on the device that is named. */
  public static final String MEASURED = "measured";

  /** Begins what the settings of a result in turns with others name: the problem of them all. */
  private static final String BESIDE = "beside=";

  /** What makes two results the same measurement, done twice. */
  public record Key(String section, String line, String settings) {}

  public Result {
    require(schemaVersion == SCHEMA_VERSION, "schema version", schemaVersion);
    require(KIND.equals(kind), "kind", kind);
    require(!section.isBlank(), "without a section");
    String parts = new RepeatLine(problem, plan, pool, kernel).toString();
    require(parts.equals(line), "line", line, "of parts", parts);
    Objects.requireNonNull(settings, "settings");
    require(!provenance.isBlank(), "without a provenance");
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(environment, "environment");
    forkSeconds = forkSeconds.stream().map(List::copyOf).toList();
    counters = Sorted.copy(counters);
    ran = Sorted.copy(ran);
    references = Sorted.copy(references);
    requireFinite(forkSeconds, counters);
    boolean sampled = !forkSeconds.isEmpty();
    require(sampled == (status == Status.OK), "samples or none with status", status);
    require(reason.isEmpty() == (status == Status.OK), "status", status, "with reason", reason);
    require(status != Status.OK || verdict.wrongCount() == 0, "ok with verdict", verdict);
  }

  private static void requireFinite(List<List<Double>> forks, Map<String, Double> counters) {
    for (List<Double> fork : forks) {
      require(!fork.isEmpty(), "a fork without samples");
      fork.forEach(x -> require(Double.isFinite(x) && x >= 0, "sample", x));
    }
    counters.forEach((name, x) -> require(Double.isFinite(x), "counter", name, x));
  }

  private static void require(boolean fulfilled, Object... complaint) {
    if (!fulfilled) {
      throw new IllegalArgumentException(
          Stream.of(complaint).map(String::valueOf).collect(joining(" ", "bad result: ", "")));
    }
  }

  public Key key() {
    return new Key(section, line, settings);
  }

  /** The settings of what was measured in turns with others, for the problem of them all. */
  public static String settingsBeside(String settings, String problem) {
    return settings + " " + BESIDE + problem;
  }

  /**
   * The problem for which it was measured: that which the settings name, as they do where a ceiling
   * was measured in turns with a product; else its own.
   */
  public String measuredFor() {
    int beside = settings.indexOf(BESIDE);
    return beside < 0 ? problem : settings.substring(beside + BESIDE.length());
  }

  /** A number per operation; see {@link Counters}. */
  public OptionalDouble counter(String name) {
    Double value = counters.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** What stands in place of the figures where there are none, on one line; else empty. */
  public String message() {
    return status.message(this).replaceAll("\\s+", " ").strip();
  }

  /** True where there are samples. */
  public boolean timed() {
    return status == Status.OK;
  }

  /** Starts a result of a section. */
  public static Builder of(String section, RepeatLine line, Environment environment) {
    return new Builder(section, line, environment);
  }

  /** Collects what is known of a measurement; one of its last four methods ends it. */
  public static final class Builder {
    private final String section;
    private final RepeatLine line;
    private final Environment environment;
    private final Map<String, Double> counters = new TreeMap<>();
    private final Map<String, String> ran = new TreeMap<>();
    private final Map<String, String> references = new TreeMap<>();
    private String settings = "";
    private String provenance = MEASURED;
    private Instant startedAt = Instant.EPOCH;
    private Verdict verdict = Verdict.NONE;

    private Builder(String section, RepeatLine line, Environment environment) {
      this.section = section;
      this.line = line;
      this.environment = environment;
    }

    public Builder settings(String text) {
      settings = text;
      return this;
    }

    public Builder provenance(String text) {
      provenance = text;
      return this;
    }

    public Builder startedAt(Instant instant) {
      startedAt = instant;
      return this;
    }

    public Builder verdict(Verdict found) {
      verdict = found;
      return this;
    }

    /** One number per operation; see {@link Counters}. */
    public Builder counter(String name, double value) {
      counters.put(name, value);
      return this;
    }

    /** Something that really ran. */
    public Builder ran(String name, String text) {
      ran.put(name, text);
      return this;
    }

    /** A result to compare with; see {@link References}. */
    public Builder reference(String name, RepeatLine to) {
      references.put(name, to.toString());
      return this;
    }

    /** It was timed: the samples of each fork, in seconds per operation. */
    public Result measured(List<List<Double>> forkSeconds) {
      return build(Status.OK, "", forkSeconds);
    }

    /** It cannot run here. */
    public Result unsupported(String reason) {
      return build(Status.UNSUPPORTED, reason, List.of());
    }

    /** The check failed. */
    public Result wrong(Verdict found) {
      verdict = found;
      return build(Status.WRONG, found.toString(), List.of());
    }

    /** It ended in an error. */
    public Result failed(String reason) {
      return build(Status.FAILED, reason, List.of());
    }

    private Result build(Status status, String reason, List<List<Double>> forkSeconds) {
      return new Result(
          SCHEMA_VERSION,
          KIND,
          section,
          line.toString(),
          line.problem(),
          line.plan(),
          line.pool(),
          line.kernel(),
          settings,
          provenance,
          startedAt,
          status,
          reason,
          verdict,
          new ArrayList<>(forkSeconds),
          counters,
          ran,
          references,
          environment);
    }
  }
}
