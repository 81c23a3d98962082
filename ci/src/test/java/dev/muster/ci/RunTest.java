package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.results.Result;
import dev.muster.results.Status;
import dev.muster.results.StoredRun;
import dev.muster.suites.measure.Discovered;
import dev.muster.suites.measure.Suite;
import dev.muster.suites.measure.SuiteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code muster run} as users run it, on a few lines of one core; no figure counts here. */
class RunTest {
  private static final int INTERRUPTED = 130;

  /** What a quick run measures on one core, the ceilings first. */
  private static final List<String> LINES_OF_ONE_CORE =
      new Suite(
              SuiteSize.quick(),
              List.of(
                  new Discovered(
                      "cpu:1", "", List.of(), 1, "cpu:1", List.of("vector"), "fma:f32:8")))
          .planned().stream().map(planned -> planned.line().toString()).toList();

  private static final String FIRST = LINES_OF_ONE_CORE.get(0);
  private static final String SECOND = LINES_OF_ONE_CORE.get(1);

  @TempDir private Path folder;
  private Path runs;
  private Path noDrivers;

  @BeforeEach
  void nameFolders() throws IOException {
    runs = folder.resolve("runs");
    noDrivers = Files.createDirectory(folder.resolve("no drivers"));
  }

  private MusterProcess muster() {
    return new MusterProcess(folder).with("OCL_ICD_VENDORS", noDrivers.toString());
  }

  private String[] runOf(String... only) {
    return Stream.concat(
            Stream.of("run", "--quick", "--out", runs.toString()),
            Stream.of(only).flatMap(text -> Stream.of("--only", text)))
        .toArray(String[]::new);
  }

  private Path stored() throws IOException {
    try (Stream<Path> files = Files.list(runs)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).findFirst().orElseThrow();
    }
  }

  @Test
  void whatARunPrintsIsWhatItStoresAndWhatIsShown() throws IOException {
    Outcome run = muster().muster(runOf(FIRST));
    assertEquals(0, run.exitCode(), run.err());
    String file = stored().toString();
    assertTrue(run.err().endsWith("stored in " + file + "\n"), run.err());
    assertEquals(
        1, run.err().lines().filter(line -> line.contains("[unsupported] no OpenCL pl")).count());
    assertEquals(run.out(), muster().muster("show", file).out());
    assertEquals(
        Files.readString(stored()), muster().muster("show", "--format", "json", file).out());
    assertTrue(Files.exists(Path.of(file.replace(".jsonl", ".jmh.json"))));

    Outcome again = muster().muster("run", "--resume", file);
    assertEquals(run.out(), again.out());
    assertFalse(again.err().contains("[1/"), "nothing is measured again: " + again.err());

    Outcome cut =
        muster()
            .behind("bash", "-c", "\"$@\" | head -n 1; exit ${PIPESTATUS[0]}", "bash")
            .muster("show", file);
    assertEquals("", cut.err());
    assertTrue(cut.out().lines().count() <= 1, cut.out());
  }

  /** As at a terminal, where Ctrl-C reaches the forks as well. */
  @Test
  void anInterruptedRunKeepsWhatItHasAndGoesOn() throws Exception {
    MusterProcess.Running run = muster().inGroupOfItsOwn().start(runOf(FIRST, SECOND));
    while (!anythingIsStored()) {
      assertTrue(run.process().isAlive(), Files.readString(run.err()));
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertAnotherIsRefused();
    run.awaitChild();
    Outcome outcome = run.interruptGroup();
    assertEquals(INTERRUPTED, outcome.exitCode(), outcome.err());
    String goOn = "./muster run --resume '%s'\n".formatted(stored());
    assertTrue(outcome.err().endsWith(goOn), outcome.err());
    assertEquals(List.of(Status.OK), statuses());
    assertItGoesOn();
  }

  private boolean anythingIsStored() throws IOException {
    if (!Files.exists(runs)) {
      return false;
    }
    try (Stream<Path> files = Files.list(runs)) {
      return files.anyMatch(file -> file.toString().endsWith(".jsonl"));
    }
  }

  private void assertAnotherIsRefused() {
    Outcome second = muster().muster("bench", "--forks", "1", "fma:f32:8 | - | cpu:1 | vector");
    assertEquals(2, second.exitCode(), second.err());
    assertEquals("", second.out());
    assertTrue(
        second.err().matches("muster bench: another benchmark is running here: .*\n"),
        second.err());
  }

  private void assertItGoesOn() throws IOException {
    Outcome outcome = muster().muster("run", "--resume", stored().toString());
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(List.of(Status.OK, Status.OK), statuses());
    assertTrue(outcome.err().contains("[1/1] " + SECOND), outcome.err());
    assertEquals(muster().muster("show", stored().toString()).out(), outcome.out());
  }

  private List<Status> statuses() throws IOException {
    return StoredRun.read(stored()).results().stream().map(Result::status).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a file", "/proc/nowhere"})
  void aFolderThatCannotBeWrittenIsFoundBeforeAnythingElse(String name) throws IOException {
    Files.createFile(folder.resolve("a file"));
    Outcome run = muster().muster("run", "--quick", "--out", folder.resolve(name).toString());
    assertEquals(2, run.exitCode());
    assertEquals("", run.out());
    assertEquals(1, run.errLines(), run.err());
    assertTrue(run.err().contains(name + "'") && run.err().contains("legal:"), run.err());
  }

  @Test
  void theBarFitsItsTerminalAndLeavesNothingBehind() throws IOException {
    assumeTrue(Files.exists(Path.of("/usr/bin/script")), "needs script(1) to make a terminal");
    int columns = 72;
    Outcome seen =
        muster()
            .behind(
                "bash",
                "-c",
                "c=$(printf '%q ' \"$@\"); script -qec \"stty cols " + columns + "; $c\" /dev/null",
                "bash")
            .muster(runOf(FIRST));
    assertEquals(0, seen.exitCode(), seen.out());
    List<String> drawn =
        Stream.of(seen.out().split("[\r\n]"))
            .filter(text -> text.startsWith("\033[Kmuster "))
            .toList();
    assertTrue(drawn.size() > 4, seen.out());
    drawn.forEach(text -> assertTrue(text.length() - 3 < columns, text));
    assertTrue(drawn.getLast().contains("fma:f32"), drawn.getLast());
    List<String> left = Stream.of(seen.out().split("\n")).map(RunTest::asLeftOnScreen).toList();
    assertTrue(left.stream().noneMatch(text -> text.contains("0% [")), String.join("\n", left));
    assertTrue(left.stream().anyMatch(text -> text.endsWith(FIRST)), String.join("\n", left));
  }

  /** What is left of a line after all that was drawn over it. */
  private static String asLeftOnScreen(String printed) {
    String[] parts = printed.split("\r\033\\[K", -1);
    return parts[parts.length - 1].replace("\r", "");
  }
}
