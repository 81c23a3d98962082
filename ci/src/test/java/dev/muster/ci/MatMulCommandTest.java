package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.results.Result;
import dev.muster.results.ResultJson;
import dev.muster.results.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code muster matmul} as users run it, on tiny products; no figure counts here. */
class MatMulCommandTest {
  private static final String MEAN = "geomean [\\d.]+ \\[[\\d.]+, [\\d.]+], worst [\\d.]+ at 7x6x5";
  private static final String SLOW_FORKS =
      "slow forks: ours [\\d.]+ % \\(\\d of 2\\), theirs [\\d.]+ % \\(\\d of 2\\)";

  @TempDir private Path folder;

  private Outcome matmul(MusterProcess process, String... more) {
    return process.muster(
        Stream.concat(
                Stream.of("matmul", "--forks", "2", "--time", "0.01", "--out", "runs"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private Path stored() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("runs"))) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).findFirst().orElseThrow();
    }
  }

  @Test
  void whatItPrintsIsWhatItStoresAndWhatIsShown() throws IOException {
    Path shapes = Files.writeString(folder.resolve("shapes"), "7x6x5 # no cube\n");
    Outcome outcome =
        matmul(
            new MusterProcess(folder),
            "--shapes",
            shapes.toString(),
            "--kernel",
            "scalar",
            "--peers",
            "vector");
    assertEquals(0, outcome.exitCode(), outcome.err());
    List<String> lines = outcome.out().lines().toList();
    assertTrue(lines.get(lines.size() - 2).matches(MEAN), outcome.out());
    assertTrue(lines.getLast().matches(SLOW_FORKS), outcome.out());
    assertTrue(outcome.err().contains("[1/1] matmul:f32:7x6x5 by vector, scalar, "));

    String file = stored().toString();
    assertTrue(outcome.err().endsWith("stored in runs/" + stored().getFileName() + "\n"));
    assertEquals(outcome.out(), new MusterProcess(folder).muster("show", file).out());

    Outcome json = new MusterProcess(folder).muster("show", "--format", "json", file);
    assertEquals(Files.readString(stored()), json.out());
    assertTrue(json.err().lines().findFirst().orElse("").matches(MEAN), json.err());
    assertEachRowIsALineThatBenchTakes(json.out());
  }

  private void assertEachRowIsALineThatBenchTakes(String json) {
    List<Result> results = json.lines().map(ResultJson::read).toList();
    assertEquals(3, results.size());
    Result last = results.getLast();
    assertEquals("matmul:f32:7x6x5 | - | cpu:1 | scalar", last.line());
    assertEquals(2, last.forkSeconds().size());
    Outcome again = new MusterProcess(folder).muster("bench", "--forks", "1", last.line());
    assertEquals(0, again.exitCode(), again.err());
    assertTrue(again.out().contains(last.line()), again.out());
  }

  @Test
  void aBrokenPeerCostsItsOwnRowOnly() {
    Outcome outcome =
        matmul(
            new MusterProcess(folder).withBrokenKernels(),
            "-m",
            "5",
            "-n",
            "5",
            "-k",
            "5",
            "--peers",
            "wrong,crashing",
            "--format",
            "json");
    assertEquals(1, outcome.exitCode(), outcome.err());
    List<Result> results = outcome.out().lines().map(ResultJson::read).toList();
    assertEquals(
        List.of(Status.OK, Status.WRONG, Status.FAILED, Status.OK),
        results.stream().map(Result::status).toList());
    assertTrue(!outcome.err().contains("geomean"), outcome.err());
  }
}
