package dev.muster.offload.opencl;

import dev.muster.bridge.os.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The folder of {@code .icd} files, each of which names the library of one driver. A loader loads
 * all of them.
 */
record IcdFolder(Path folder) {
  private static final String VARIABLE = "OCL_ICD_VENDORS";
  private static final Path USUAL = Path.of("/etc/OpenCL/vendors");

  /** That of this process. */
  static IcdFolder here() {
    return new IcdFolder(Surroundings.here().variable(VARIABLE).map(Path::of).orElse(USUAL));
  }

  /** See {@link OpenClPoolType#driversThatFail}; nothing where the folder cannot be read. */
  List<String> thatFail(Predicate<Map<String, String>> survives) {
    List<String> failing = new ArrayList<>();
    try {
      for (Path icd : files()) {
        if (!survivesAlone(icd, survives)) {
          failing.add(
              "the driver of %s does so alone; a folder of the other .icd files leaves it out: %s=FOLDER"
                  .formatted(icd, VARIABLE));
        }
      }
    } catch (IOException _) {
      return List.of();
    }
    return failing;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".icd")).sorted().toList();
    }
  }

  /** Some loaders take no file in the place of a folder. */
  private static boolean survivesAlone(Path icd, Predicate<Map<String, String>> survives)
      throws IOException {
    Path alone = Files.createTempDirectory("muster-icd");
    Path copy = alone.resolve(icd.getFileName());
    try {
      Files.copy(icd, copy);
      return survives.test(Map.of(VARIABLE, alone.toString()));
    } finally {
      Files.deleteIfExists(copy);
      Files.delete(alone);
    }
  }
}
