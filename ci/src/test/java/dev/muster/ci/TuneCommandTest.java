package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.kernels.contract.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code muster tune} of a device, with a budget that is over after the first tile. */
class TuneCommandTest {
  private static final String DEVICE = "opencl:pocl";
  private static final String LINE = "matmul:f32:64x64x64 | - | opencl:pocl | opencl";

  @TempDir private Path folder;

  private MusterProcess muster(Path cache) {
    return new MusterProcess(folder).with("XDG_CACHE_HOME", cache.toString());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).toList();
    }
  }

  private String kernelOf(Path cache) {
    Outcome outcome =
        muster(cache).muster("bench", "--forks", "1", "--time", "0.01", "--format", "json", LINE);
    assertEquals(0, outcome.exitCode(), outcome.err());
    return outcome.out();
  }

  @Test
  void whatASearchFindsIsUsedHereAndWhereverItIsTaken() throws IOException {
    Path cache = folder.resolve("cache");
    Path shared = folder.resolve("shared");
    Outcome tuned =
        muster(cache).muster("tune", DEVICE, "--budget", "1", "--export", shared.toString());
    if (tuned.exitCode() == 2) {
      Require.missing("pocl", tuned.err());
    }
    assertEquals(0, tuned.exitCode(), tuned.err());
    assertTrue(tuned.err().contains("f32 large: "), tuned.err());
    assertTrue(tuned.err().contains("f32 flat: "), tuned.err());
    assertEquals(2, files(shared).size(), shared::toString);
    assertEquals(List.of(), unfinished(cache), tuned::err);
    assertTrue(kernelOf(cache).contains("tuned here"));

    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/muster/opencl"));
    assertFalse(kernelOf(folder.resolve("elsewhere")).contains("tuned here"));
    for (Path file : files(shared)) {
      Files.copy(file, elsewhere.resolve(file.getFileName()));
    }
    assertTrue(kernelOf(folder.resolve("elsewhere")).contains("tuned here"));
  }

  @Test
  void aSearchThatWasEndedGoesOnWhereItWas() throws Exception {
    Path cache = Files.createDirectories(folder.resolve("cache"));
    MusterProcess.Running search =
        muster(cache).inGroupOfItsOwn().start("tune", DEVICE, "--budget", "60");
    while (search.process().isAlive() && unfinished(cache).isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    Outcome ended = search.interruptGroup();
    if (ended.exitCode() == 2) {
      Require.missing("pocl", ended.err());
    }
    Path kept = unfinished(cache).getFirst();
    List<String> before = settings(kept);
    Outcome rest = muster(cache).muster("tune", DEVICE, "--budget", "1");
    assertEquals(0, rest.exitCode(), rest.err());
    assertEquals(List.of(), unfinished(cache));
    Path chosen = kept.resolveSibling(kept.getFileName().toString().replace("-unfinished", ""));
    assertTrue(settings(chosen).containsAll(before), () -> before + " in " + chosen);
  }

  @Test
  void aSearchThatWasEndedInItsLastClassKeepsWhatItTriedInTheFirst() throws Exception {
    Path cache = Files.createDirectories(folder.resolve("cache"));
    MusterProcess.Running search =
        muster(cache).inGroupOfItsOwn().start("tune", DEVICE, "--budget", "1");
    while (search.process().isAlive() && kept(cache, "-large.json").isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    Outcome ended = search.interruptGroup();
    if (ended.exitCode() == 2) {
      Require.missing("pocl", ended.err());
    }
    assertEquals(1, kept(cache, "-large-unfinished.json").size(), ended.err());
    assertEquals(List.of(), kept(cache, "-flat.json"));
  }

  private static List<Path> unfinished(Path cache) throws IOException {
    return kept(cache, "-unfinished.json");
  }

  private static List<Path> kept(Path cache, String ending) throws IOException {
    Path folder = cache.resolve("muster/opencl");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  /** Of the trials in a file. */
  private static List<String> settings(Path file) throws IOException {
    List<String> settings = new ArrayList<>();
    new JsonMapper()
        .readTree(Files.readString(file))
        .path("trials")
        .forEach(trial -> settings.add(trial.path("setting").asText()));
    assertFalse(settings.isEmpty(), file::toString);
    return settings;
  }
}
