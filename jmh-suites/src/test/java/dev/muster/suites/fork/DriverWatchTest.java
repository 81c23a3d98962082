package dev.muster.suites.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.muster.kernels.problem.BadInputException;
import java.util.Optional;
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
  void whatComesInTimeIsGiven() {
    assertEquals("answer", new DriverWatch("opencl:0").within(() -> "answer"));
  }
}
