package dev.muster.suites.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.results.Environment;
import dev.muster.results.Result;
import dev.muster.results.ResultJson;
import dev.muster.suites.RunLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands in this process, as far as they measure nothing. */
class MainTest {
  private static final Environment HERE = Examples.environment("cpu", Map.of());
  private static final Result MEASURED = Examples.measured(Examples.product(8), HERE);

  @TempDir private Path folder;
  private final Captured captured = Captured.withoutTerminal();

  private void assertRefused(String bad, String legal) {
    assertEquals("", captured.out());
    assertEquals(1, captured.err().lines().count(), captured.err());
    assertTrue(captured.err().startsWith("muster"), captured.err());
    assertTrue(captured.err().contains(bad), captured.err());
    assertTrue(captured.err().contains(legal), captured.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "bnch; bnch; run, bench, ceilings, matmul, compare-devices, allreduce, reducescatter, allgather, broadcast, reduce, alltoall, explain, scale, devices, show, tune, inspect, setup, help",
        "--quik; --quik; --help, --version",
        "run --quik; --quik; --quick, --setup",
        "run now; now; muster run [",
        "tune; nothing to tune; legal: cpu, peers",
        "run --only; --only; --only=TEXT",
        "run --format xml; xml; table, json, csv, markdown",
        "run --yes; --setup; ./muster run --setup",
        "run --resume a --out b; --out; --resume",
        "run --resume nowhere.jsonl; nowhere.jsonl; results/runs/",
        "run --resume .; '.'; directory",
        "bench; LINE; muster bench [",
        "bench --forks 0 x; 0; 1 to 100",
        "bench --forks x y; 'x'; COUNT",
        "bench a|b; 2 parts; problem | plan | pool | kernel",
        "matmul; no shape; --shapes FILE",
        "matmul -m 4 -k 4; no -n; -m M -n N -k K",
        "matmul -m 4 -n 0 -k 4; -n 0; 1 or more",
        "matmul -m x -n 4 -k 4; 'x'; muster matmul [",
        "matmul -m 4 -n 4 -k 4 --set small; several; one of -m M",
        "matmul --set tiny; tiny; squares, llm, deepbench, skinny, small",
        "matmul --shapes nowhere.txt; nowhere.txt; MxNxK on each line",
        "matmul --shapes .; '.'; MxNxK on each line",
        "matmul --set small --dtype i8; i8; f32, f64, f16, bf16",
        "matmul --set small --trans NX; NX; NN, NT, TN, TT",
        "matmul --set small --threads 0; --threads 0; 1 to 999",
        "matmul --set small --threads 2 --pool cpu:2; --pool and --threads; --pool cpu:2",
        "compare-devices cpu:1; one device alone; opencl:0 cpu:2",
        "ceilings cpu:1 --forks 0; --forks 0; 1 to 100",
        "ceilings mpi:2; 'mpi:2' is 2; opencl:0, opencl:0/2, or cpu:2",
        "compare-devices cpu:1 cpu:2 --problem fma:f32:8; 'fma:f32:8'; matmul, copy and triad",
        "compare-devices cpu:1 cpu:2 --dtype i8; i8; f32, f64, f16, bf16",
        "tune opencl:0 --budget 0; --budget 0; 1.0 to 86400.0 seconds",
        "tune --dtype f64 cpu; --dtype before 'cpu'; tune cpu [OPTIONS]",
        "tune opencl:0 --budget 9 peers; DEVICE, --budget before 'peers'; tune peers [OPTIONS]",
        "devices --describe --format json; --describe; one of them",
        "explain allreduce:f32:sum:1TiB|fixed-tree|cpu:4|vector; piece by piece; another one, e.g. ring",
        "explain allreduce:f32:sum:1000000TiB|one-shot|cpu:64|vector; too many bytes for 64 ranks; up to",
        "tune cpu:1; 'cpu:1' is not one device of OpenCL; opencl:0",
        "tune opencl:0 --dtype i32; i32; f32, f64",
        "matmul --set small --threads 2 --kernel scalar; pool has 2; a pool of 1",
        "matmul --set small --kernel vectr; vectr; scalar, vector",
        "allreduce --kernel vectr; vectr; scalar, vector",
        "matmul --set small --peers openblast; openblast; scalar, vector",
        "matmul --set small --forks 1; --forks 1; 2 to 100",
        "matmul --set small --time 0; --time 0; 0.01 to 10",
        "matmul --set small --time NaN; --time NaN; 0.01 to 10",
        "matmul -m 900000 -n 900000 -k 2; 900000x900000x2; GiB are free",
        "devices --format yaml; yaml; table, json, csv, markdown",
        "show; FILE; muster show [",
        "show a b; 'b'; muster show [",
        "show nowhere.jsonl; nowhere.jsonl; results/runs/",
        "inspect; KERNEL; muster inspect [",
        "inspect reduce; 'reduce'; matmul",
        "inspect matmul --tile 5; '5'; ROWSxVECTORS",
        "inspect matmul --tile 99x2; 99x2; 1 to 24 rows",
        "inspect matmul --bits 64; '64'; 128, 256, 512",
        "inspect matmul --dtype f31; f31; f32",
        "inspect matmul --avx 512; '512'; 2, 3",
        "inspect matmul --format xml; xml; table, json, csv, markdown",
        "bench --trace t.json a|-|cpu:1|vector b|-|cpu:1|vector; unknown problem; legal",
        "bench --trace t.json matmul:f32:8x8x8|-|cpu:1|vector; --trace takes one line; pk2;ring",
        "bench --fit matmul:f32:8x8x8|pm2|cpu:2|vector; --fit is for products on devices of OpenCL; no --fit",
        "explain --from none.jsonl matmul:f32:8x8x8|pm2|cpu:2|vector; none.jsonl; results/runs/",
        "explain --svg x.svg allreduce:f32:sum:1KiB|ring|cpu:2|vector; --svg; muster bench LINE",
        "bench matmul:f32:64x64x64|weighted|cpu:1+cpu:1|vector+vector; names cpu-core-; each device once",
        "bench allreduce:f32:sum:1KiB|weighted|cpu:2|vector; 'weighted' cuts products; matmul",
        "scale copy:f32:1MiB --pool cpu:2; copy:f32:1MiB; matmul:f32:4096x4096x4096",
        "scale matmul:f32:64x64x64; --pool; muster scale [",
        "scale matmul:f32:64x64x64 --pool cpu:1; 'cpu:1'; cpu:1..8",
        "scale matmul:f32:64x64x64 --pool cpu:2 --strategy gird; 'gird'; all, 2.5d, column, grid",
        "scale matmul:f32:2x64x64 --pool cpu:3 --strategy row; 2x64x64 for 3 ranks; 2 ranks or",
        "setup; launcher; ./muster setup"
      })
  void aMistakeIsOneLineThatNamesItAndWhatIsLegal(String arguments, String bad, String legal) {
    assertEquals(Main.BAD_INPUT, captured.muster(arguments.split(" ")));
    assertRefused(bad, legal);
  }

  @Test
  void noCommandIsAMistakeToo() {
    assertEquals(Main.BAD_INPUT, captured.muster());
    assertRefused("no command", "run, bench");
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json\n", "{}\n", "{\"schemaVersion\":99}\n", "[1]\n"})
  void aForeignFileIsRefusedWithTheLine(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("foreign.jsonl"), text);
    assertEquals(Main.BAD_INPUT, captured.muster("run", "--resume", file.toString()));
    assertRefused(file.toString(), "line 1");
  }

  @Test
  void anEmptyFileCannotGoOn() throws IOException {
    Path file = Files.createFile(folder.resolve("empty.jsonl"));
    assertEquals(Main.BAD_INPUT, captured.muster("run", "--resume", file.toString()));
    assertRefused(file.toString(), "legal:");
  }

  @Test
  void aRunOfAnotherMachineDoesNotGoOnHere() {
    Environment there =
        Examples.environment("no such cpu", new RunScope(SuiteChoice.FULL, List.of()).notes());
    Path file = Examples.store(folder, Examples.measured(Examples.product(8), there));
    assertEquals(Main.BAD_INPUT, captured.muster("run", "--resume", file.toString()));
    assertRefused("no such cpu", "legal:");
  }

  @Test
  void helpTellsTheExitCodes() {
    assertEquals(Main.OK, captured.muster("help"));
    for (int code : new int[] {0, 1, 2, 130, 141}) {
      assertTrue(captured.out().contains("\n  %-4d".formatted(code)), captured.out());
    }
    assertEquals("", captured.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "bench", "matmul", "devices", "show", "tune", "inspect", "setup"})
  void everyCommandHasHelp(String command) {
    assertEquals(Main.OK, captured.muster("help", command));
    assertTrue(captured.out().startsWith("Usage: muster " + command), captured.out());
    assertEquals(Main.OK, captured.muster(command, "--help"));
  }

  @Test
  void theVersionIsMavens() {
    captured.muster("--version");
    assertTrue(captured.out().matches("muster \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R"), captured.out());
  }

  @Test
  void showPrintsTheStoredRecordAsJson() {
    Path file = Examples.store(folder, MEASURED);
    assertEquals(Main.OK, captured.muster("show", "--format", "json", file.toString()));
    assertEquals(ResultJson.write(MEASURED) + "\n", captured.out());
    assertEquals(MEASURED, ResultJson.read(captured.out().strip()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json", "csv", "markdown"})
  void showHasTheRepeatLineInEveryFormat(String format) {
    Path file = Examples.store(folder, MEASURED);
    assertEquals(Main.OK, captured.muster("show", "--format", format, file.toString()));
    String line = MEASURED.line();
    String escaped = format.equals("markdown") ? line.replace("|", "\\|") : line;
    assertTrue(captured.out().contains(escaped), captured.out());
  }

  @Test
  void aTornLineIsNotedOnStandardError() throws IOException {
    Path file = Examples.store(folder, MEASURED);
    Files.writeString(file, Files.readString(file) + "{\"schema");
    assertEquals(Main.OK, captured.muster("show", "--format", "json", file.toString()));
    assertEquals(1, captured.out().lines().count());
    assertTrue(captured.err().contains("torn"), captured.err());
  }

  @Test
  void devicesAreOneObjectEach() throws IOException {
    assertEquals(Main.OK, captured.muster("devices", "--format", "json"));
    JsonNode first = new ObjectMapper().readTree(captured.out().lines().findFirst().orElseThrow());
    assertEquals("cpu:1", first.get("pool").asText());
    assertEquals(1, first.get("ranks").asInt());
  }

  @Test
  void aDryRunPrintsLinesThatParseAndHowLongTheyTake() throws IOException {
    assertEquals(Main.OK, captured.muster("run", "--quick", "--dry-run", "--format", "json"));
    List<String> rows = captured.out().lines().toList();
    assertTrue(rows.size() > 4, captured.out());
    for (String row : rows) {
      JsonNode object = new ObjectMapper().readTree(row);
      String line = object.get("repeat line").asText();
      assertEquals(line, RunLine.parse(line).toString());
      assertTrue(object.get("expected s").asDouble() > 0, row);
    }
    assertTrue(captured.err().matches("\\d+ lines, about \\d+:\\d\\d minutes\n"), captured.err());
  }

  @Test
  void aBadLineOfAFileOfShapesIsNamedWithItsNumber() throws IOException {
    Path file = Files.writeString(folder.resolve("shapes.txt"), "4x4x4\n4x4\n");
    assertEquals(Main.BAD_INPUT, captured.muster("matmul", "--shapes", file.toString()));
    assertRefused("shapes.txt' line 2: bad shape '4x4'", "MxNxK");
  }

  @Test
  void aDryRunOfASetPrintsEachKernelAtEachShape() {
    String[] typed = {
      "matmul",
      "--set",
      "small",
      "--peers",
      "scalar",
      "--dtype",
      "f64",
      "--trans",
      "TN",
      "--kernel",
      "wrong",
      "--dry-run",
      "--format",
      "csv"
    };
    assertEquals(Main.OK, captured.muster(typed));
    for (String shape : List.of("4x4x4", "64x64x64", "64x64x4")) {
      for (String kernel : List.of("scalar", "wrong")) {
        String line = "matmul:f64:" + shape + ":trans=TN | - | cpu:1 | " + kernel;
        assertTrue(captured.out().contains("," + line + "\n"), captured.out());
      }
    }
  }

  @Test
  void aDryRunOfAStoredRunPrintsWhatItLacks() {
    captured.muster("run", "--quick", "--dry-run", "--only", "fma", "--format", "json");
    long all = captured.out().lines().count();
    Environment begun =
        Examples.environment("cpu", new RunScope(SuiteChoice.QUICK, List.of("fma")).notes());
    Path file = Examples.store(folder, Examples.measured(Examples.product(8), begun));
    Captured again = Captured.withoutTerminal();
    assertEquals(
        Main.OK, again.muster("run", "--dry-run", "--resume", file.toString(), "--format", "json"));
    assertEquals(all, again.out().lines().count());
  }
}
