package dev.muster.suites.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What it does where a driver hangs is tested in a process of its own, by BenchTest. */
class DriverWatchTest {

  @Test
  void theLimitIsTwoMinutesUnlessSomebodySaysOtherwise() {
    assertEquals(120, DriverWatch.limitSeconds(Optional.empty()));
    assertEquals(7200, DriverWatch.limitSeconds(Optional.of("7200")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0", "-1", "NaN"})
  void aLimitThatIsNoneIsRefused(String text) {
    String message =
        assertThrows(BadInputException.class, () -> DriverWatch.limitSeconds(Optional.of(text)))
            .getMessage();
    assertEquals(
        "bad MUSTER_BUILD_SECONDS '%s'; legal: seconds above 0, e.g. 120".formatted(text), message);
  }

  @Test
  void theFirstOfAllAndTheFirstOfTheLastAreKept() {
    DriverWatch watch = new DriverWatch("cpu:1");
    Problem problem = Problems.parse("matmul:f32:8x8x8");
    Kernel kernel = Kernels.cpu().find("scalar", problem);
    try (Arena arena = Arena.ofShared()) {
      Operands operands = problem.allocate(arena, 1);
      try (BoundKernel bound = watch.bind(() -> kernel.bind(problem, operands))) {
        watch.run(bound);
      }
      Map<String, Double> once = watch.firstSeconds();
      assertEquals(Set.of("cold bind", "cold run", "first bind", "first run"), once.keySet());
      assertEquals(once.get("cold bind"), once.get("first bind"));
      try (BoundKernel bound = watch.bind(() -> kernel.bind(problem, operands))) {
        watch.run(bound);
      }
      assertEquals(once.get("cold run"), watch.firstSeconds().get("cold run"));
      assertNotEquals(once.get("first bind"), watch.firstSeconds().get("first bind"));
    }
  }
}
