package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.contract.Require;
import dev.muster.suites.collective.MpiLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code muster allreduce} and {@code muster bench} over {@code ci/hosts}: network namespaces, each
 * a host of one rank.
 */
class ManyHostsTest {
  private static final int NOT_PERMITTED = 3;

  /** What a link of 100 Mbit/s needs for a MiB, less the burst that is free. */
  private static final double MICROS_PER_MIB_MIN = 0.7 * (8 << 20) / 100;

  @TempDir private Path folder;

  /** Skips or fails where this machine permits no network namespaces. */
  private Outcome onHosts(int hosts, String rate, String... arguments) {
    String script = Checkout.root().resolve("ci/hosts").toString();
    MusterProcess process = new MusterProcess(folder).behind(script, String.valueOf(hosts), rate);
    MpiLauncher.ENVIRONMENT.forEach(process::with);
    Outcome outcome = process.muster(arguments);
    if (outcome.exitCode() == NOT_PERMITTED) {
      Require.missing("netns", outcome.err());
    }
    return outcome;
  }

  /** Compute and joins go on side by side, and the answer is that of one device. */
  @Test
  void aProductIsCutOverHosts() throws IOException {
    Path trace = folder.resolve("trace.json");
    Outcome outcome =
        onHosts(
            2,
            "1gbit",
            "bench",
            "--trace",
            trace.toString(),
            "matmul:f32:90x80x70 | sm3,pk2;ring | mpi:2 | vector");
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(Files.readString(trace).contains(", joins"));
    assertTrue(outcome.out().matches("(?s).*90x80x70 .* correct .*"), outcome.out());
  }

  @Test
  void aTraceThatCannotBeWrittenIsRefusedByTheWholeJob() {
    Outcome outcome =
        onHosts(
            2,
            "1gbit",
            "bench",
            "--trace",
            folder.resolve("nowhere/trace.json").toString(),
            "matmul:f32:90x80x70 | pm2 | mpi:2 | vector");
    assertEquals(2, outcome.exitCode(), outcome.err());
    assertEquals(1, outcome.err().split("cannot write --trace", -1).length - 1, outcome.err());
    assertFalse(outcome.err().contains("MPI_ABORT"), outcome.err());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void ranksFindEachOtherOverLimitedLinks(int hosts) {
    Outcome outcome =
        onHosts(
            hosts,
            "100mbit",
            "allreduce",
            "-b",
            "1M",
            "-e",
            "1M",
            "-n",
            "2",
            "--time",
            "0",
            "--algorithm",
            "ring");
    assertEquals(0, outcome.exitCode(), outcome.err());
    List<String> row =
        outcome
            .out()
            .lines()
            .filter(line -> line.matches("\\s*1048576\\s.*"))
            .map(line -> List.of(line.strip().split("\\s+")))
            .findFirst()
            .orElseThrow(() -> new AssertionError(outcome.out()));
    assertEquals("0", row.get(7), "#wrong");
    double micros = Double.parseDouble(row.get(4));
    double sentMib = 2.0 * (hosts - 1) / hosts;
    assertTrue(micros > sentMib * MICROS_PER_MIB_MIN, outcome.out());
    for (int host = 1; host <= hosts; host++) {
      assertTrue(outcome.err().contains("h%d/core-".formatted(host)), outcome.err());
    }
  }
}
