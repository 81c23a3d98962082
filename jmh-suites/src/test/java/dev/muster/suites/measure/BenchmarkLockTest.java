package dev.muster.suites.measure;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkLockTest {
  @TempDir private Path folder;

  @Test
  void theSecondIsRefusedUntilTheFirstEnds() {
    Path file = folder.resolve("lock");
    try (BenchmarkLock _ = BenchmarkLock.take(file)) {
      BadInputException refused =
          assertThrows(BadInputException.class, () -> BenchmarkLock.take(file));
      assertTrue(refused.getMessage().startsWith("another benchmark is running here"));
    }
    BenchmarkLock.take(file).close();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() {
    Path file = folder.resolve("missing").resolve("lock");
    BadInputException refused =
        assertThrows(BadInputException.class, () -> BenchmarkLock.take(file));
    assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
  }
}
