package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.kernels.contract.Require;
import dev.muster.suites.collective.MpiLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code muster allreduce} as users run it, on short vectors; no figure counts here. */
class AllReduceCommandTest {
  private static final String MEAN = "geomean [\\d.]+ \\[[\\d.]+, [\\d.]+], worst [\\d.]+ at .*";

  @TempDir private Path folder;

  private Outcome allReduce(MusterProcess process, String... more) {
    return process.muster(words(more));
  }

  private static String[] words(String... more) {
    return Stream.concat(
            Stream.of(
                "allreduce", "-b", "8", "-e", "4K", "-f", "512", "--forks", "1", "--time", "0"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private Outcome of4KiB(String command, String... more) {
    return new MusterProcess(folder)
        .muster(
            Stream.concat(
                    Stream.of(command, "-b", "4K", "-e", "4K", "--forks", "1", "--time", "0"),
                    Stream.of(more))
                .toArray(String[]::new));
  }

  private static void assertRight(Outcome outcome, int row) {
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals("0", rows(outcome).get(row).get(7), outcome.out());
  }

  static List<String> families() {
    return MpiLauncher.families();
  }

  private static MpiLauncher required(String family) {
    Optional<MpiLauncher> launcher = MpiLauncher.find(family);
    if (launcher.isEmpty()) {
      Require.missing(family, "no launcher on the PATH");
    }
    return launcher.orElseThrow();
  }

  private static List<List<String>> rows(Outcome outcome) {
    return outcome
        .out()
        .lines()
        .skip(1)
        .filter(line -> line.matches("\\s*\\d.*"))
        .map(line -> List.of(line.strip().split("\\s{2,}|(?<=\\d)\\s")))
        .toList();
  }

  @Test
  void theTableIsThatOfNcclTests() {
    Outcome outcome =
        allReduce(new MusterProcess(folder), "--pool", "cpu:2", "--algorithm", "shared-memory");
    assertEquals(0, outcome.exitCode(), outcome.err());
    List<List<String>> rows = rows(outcome);
    assertEquals(2, rows.size(), outcome.out());
    assertEquals(List.of("8", "2", "float", "sum"), rows.get(0).subList(0, 4));
    assertEquals(List.of("4096", "1024", "float", "sum"), rows.get(1).subList(0, 4));
    assertEquals("0", rows.get(0).get(7), "#wrong out of place");
    assertEquals("0", rows.get(0).get(11), "#wrong in place");
    assertTrue(outcome.out().lines().toList().getLast().matches("(no )?α .*"), outcome.out());
    assertTrue(outcome.err().contains("ranks: cpu-core-"), outcome.err());
  }

  @ParameterizedTest
  @CsvSource({"allreduce, ring, half", "allgather, ring, float", "broadcast, binomial-tree, int32"})
  void subDevicesOfOpenClAreSweptLikeThreads(String command, String algorithm, String type) {
    Outcome outcome =
        of4KiB(command, "--pool", "opencl:pocl/2", "--algorithm", algorithm, "-d", type);
    if (outcome.exitCode() == 2) {
      Require.missing("pocl", outcome.err());
    }
    assertRight(outcome, 0);
    assertEquals("0", rows(outcome).get(0).get(11), "#wrong in place: " + outcome.out());
    assertTrue(outcome.err().contains("ranks: opencl:"), outcome.err());
  }

  @Test
  void devicesWithoutMemoryInCommonAreSweptToo() {
    Outcome outcome =
        of4KiB("allreduce", "--pool", "cpu:1+opencl:pocl/2.1", "--algorithm", "two-shot");
    if (outcome.exitCode() == 2) {
      Require.missing("pocl", outcome.err());
    }
    assertRight(outcome, 0);
    assertTrue(outcome.err().contains("the ranks are not alike"), outcome.err());
  }

  @Test
  void theFileIsThatOfNcclTests() throws IOException {
    Path file = folder.resolve("sweep.json");
    Outcome outcome =
        allReduce(
            new MusterProcess(folder),
            "--algorithm",
            "recursive-doubling",
            "-d",
            "double",
            "-o",
            "max",
            "-J",
            file.toString());
    assertEquals(0, outcome.exitCode(), outcome.err());
    JsonNode root = JsonMapper.builder().build().readTree(file.toFile());
    JsonNode first = root.at("/results/0");
    assertEquals(8, first.get("size").asLong());
    assertEquals("double", first.get("type").asText());
    assertEquals("max", first.get("redop").asText());
    assertTrue(first.at("/out_of_place/time").asDouble() > 0);
    assertEquals(0, first.at("/in_place/nwrong").asDouble());
    assertTrue(root.at("/out_of_bounds/okay").asBoolean());
  }

  @Test
  void aWrongRankIsCountedAndFails() {
    Outcome outcome =
        allReduce(
            new MusterProcess(folder).withBrokenKernels(),
            "--kernel",
            "wrong-sum",
            "--algorithm",
            "recursive-doubling");
    assertEquals(1, outcome.exitCode(), outcome.err());
    assertEquals("2", rows(outcome).get(0).get(7), outcome.out());
  }

  @ParameterizedTest
  @CsvSource({"reducescatter, two-shot", "alltoall, pairwise"})
  void theOtherCollectivesAreRightOverThreads(String command, String algorithm) {
    assertRight(of4KiB(command, "--algorithm", algorithm), 0);
  }

  @ParameterizedTest
  @CsvSource({
    "reducescatter, openmpi",
    "allgather, mpich",
    "broadcast, openmpi",
    "reduce, mpich",
    "alltoall, openmpi"
  })
  void theOtherCollectivesAreRightInTheLibrary(String command, String family) {
    required(family);
    assertRight(of4KiB(command, "--pool", "mpi:2:" + family, "--algorithm", "library"), 0);
  }

  @ParameterizedTest
  @MethodSource("families")
  void ourSchedulesRunOverMpi(String family) {
    required(family);
    Outcome outcome =
        of4KiB("allreduce", "--pool", "mpi:3:" + family, "--algorithm", "rabenseifner");
    assertRight(outcome, 0);
    assertTrue(outcome.err().contains("muster over " + family + ": "), outcome.err());
  }

  @Test
  void theLibraryIsAPeer() {
    required("openmpi");
    Outcome outcome =
        allReduce(new MusterProcess(folder), "--algorithm", "recursive-doubling", "--peers", "mpi");
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().lines().anyMatch(line -> line.matches(MEAN)), outcome.out());
    assertTrue(outcome.err().contains("openmpi: Open MPI v"), outcome.err());
  }

  @ParameterizedTest
  @MethodSource("families")
  void aJobThatIsThereIsJoined(String family) {
    MpiLauncher launcher = required(family);
    MusterProcess process = new MusterProcess(folder);
    MpiLauncher.ENVIRONMENT.forEach(process::with);
    Outcome outcome =
        allReduce(process.behind(launcher.program().toString(), "-n", "2"), "--algorithm", "ring");
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(2, rows(outcome).size(), outcome.out());
  }

  @ParameterizedTest
  @CsvSource({"-n, 7", "--algorithm, two-shot"})
  void ranksThatWereAskedForDifferentThingsRefuse(String option, String value) {
    MpiLauncher launcher = required("openmpi");
    MusterProcess process = new MusterProcess(folder);
    MpiLauncher.ENVIRONMENT.forEach(process::with);
    List<String> other = process.musterCommand(words(option, value));
    Outcome outcome =
        process
            .behind(
                Stream.of(
                        List.of(launcher.program().toString(), "-n", "1"),
                        other,
                        List.of(":", "-n", "1"))
                    .flatMap(List::stream)
                    .toArray(String[]::new))
            .muster(words());
    assertEquals(2, outcome.exitCode(), outcome.err());
    assertTrue(
        outcome.err().contains("muster allreduce: rank 1 is of another version than rank 0"),
        outcome.err());
  }

  @ParameterizedTest
  @CsvSource({"bfloat16, sum, cpu:2", "half, avg, mpi:2:openmpi", "int32, avg, cpu:2"})
  void shortTypesAndTheMeanAreRightOverThreadsAndMessagesAndInTheLibrary(
      String type, String op, String pool) {
    required("openmpi");
    Outcome outcome =
        allReduce(
            new MusterProcess(folder),
            "--pool",
            pool,
            "--algorithm",
            "ring",
            "-d",
            type,
            "-o",
            op,
            "--peers",
            "mpi");
    assertRight(outcome, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu:2", "mpi:2:openmpi"})
  void aFixedOrderHasItsPriceBesideIt(String pool) {
    required("openmpi");
    Outcome outcome =
        allReduce(
            new MusterProcess(folder),
            "--reproducible",
            "--pool",
            pool,
            "--algorithm",
            "recursive-doubling");
    assertRight(outcome, 1);
    assertTrue(
        outcome.out().lines().anyMatch(line -> line.matches("price of the fixed tree: .* %.*")),
        outcome.out());
  }

  @Test
  void anyRankMayBeTheRoot() {
    for (String command : List.of("broadcast", "reduce")) {
      Outcome outcome =
          of4KiB(command, "-r", "2", "--pool", "cpu:3", "--algorithm", "binomial-tree");
      assertRight(outcome, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--algorithm|rink|unknown collective 'rink'; legal: binomial-tree",
        "-o|mean|unknown operation 'mean'; legal: sum, prod, min, max, avg",
        "-d|quarter|unknown type 'quarter'; legal: float, double, half, bfloat16, int32, int64",
        "--pool|mpi|bad pool 'mpi'; legal: mpi:RANKS",
        "--pool|mpi:2:lam|unknown MPI family 'lam'; legal: openmpi, mpich",
        "-m|0|bad -n 20, -m 0 or -w 1; legal:",
        "--peers|nccl|unknown --peers 'nccl'; legal: mpi, none"
      })
  void badInputIsOneLine(String wordsAndRefusal) {
    String[] parts = wordsAndRefusal.split("\\|", -1);
    Outcome outcome = allReduce(new MusterProcess(folder), parts[0], parts[1]);
    assertEquals(2, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().startsWith("muster allreduce: " + parts[2]), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
  }

  @ParameterizedTest
  @MethodSource("families")
  void aKilledRankIsNamedAndWhatWasMeasuredIsKept(String family) throws Exception {
    required(family);
    MusterProcess.Running running =
        new MusterProcess(folder)
            .start(
                "allreduce",
                "-b",
                "8",
                "-e",
                "256M",
                "-f",
                "33554432",
                "-n",
                "1000",
                "--forks",
                "1",
                "--time",
                "0.01",
                "--pool",
                "mpi:2:" + family,
                "--algorithm",
                "ring");
    largeRank(running.process()).destroyForcibly();
    Outcome outcome = running.end();
    assertEquals(1, outcome.exitCode(), outcome.err());
    assertEquals(1, rows(outcome).size(), outcome.out());
    assertTrue(outcome.err().matches("(?s).*(process rank|lost rank) [01] .*"), outcome.err());
  }

  /** A rank that holds both vectors of 256 MiB, which it will not be done with. */
  private static ProcessHandle largeRank(Process process) throws Exception {
    while (process.isAlive()) {
      Optional<ProcessHandle> large =
          process.descendants().filter(AllReduceCommandTest::isLarge).findFirst();
      if (large.isPresent()) {
        return large.get();
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError("ended before a rank was large");
  }

  private static boolean isLarge(ProcessHandle process) {
    try {
      String[] pages =
          Files.readString(Path.of("/proc/%d/statm".formatted(process.pid()))).split(" ", -1);
      return Long.parseLong(pages[1]) * 4096 > 560L << 20;
    } catch (IOException _) {
      return false;
    }
  }
}
