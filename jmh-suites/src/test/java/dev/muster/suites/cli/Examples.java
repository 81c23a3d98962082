package dev.muster.suites.cli;

import dev.muster.results.Environment;
import dev.muster.results.Result;
import dev.muster.results.RunWriter;
import dev.muster.results.Store;
import dev.muster.results.Verdict;
import dev.muster.suites.RunLine;
import dev.muster.suites.measure.Effort;
import dev.muster.suites.measure.Planned;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Plans, results and stored runs that are made up. */
final class Examples {
  static final Effort EFFORT = new Effort(1, 1, 2, 0.5, 10);

  private Examples() {}

  static Planned planned(String line) {
    return new Planned(RunLine.parse(line), 1, EFFORT, Map.of());
  }

  /** A product of n×n×n on one core. */
  static Planned product(int n) {
    return planned("matmul:f32:%dx%dx%d | - | cpu:1 | vector".formatted(n, n, n));
  }

  static Environment environment(String cpu, Map<String, String> notes) {
    return new Environment(
        "host", "os", "kernel", cpu, List.of(), 2, 2, 0, 0, 0, 0, "jdk", List.of(), "", "1", notes);
  }

  private static Result.Builder result(Planned planned, Environment environment) {
    return Result.of(planned.section(), planned.line().repeatLine(), environment)
        .settings(planned.effort().toString())
        .verdict(new Verdict(4, 0, ""));
  }

  static Result measured(Planned planned, Environment environment) {
    return result(planned, environment).measured(List.of(List.of(1e-3, 2e-3)));
  }

  static Result failed(Planned planned, Environment environment) {
    return result(planned, environment).failed("exit code 134");
  }

  /** A stored run; answers its file. */
  static Path store(Path folder, Result... results) {
    try (RunWriter writer = Store.open(folder).begin(Instant.EPOCH, "host")) {
      List.of(results).forEach(writer::append);
      return writer.file();
    }
  }
}
