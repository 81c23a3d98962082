package dev.muster.bridge.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.kernels.problem.Support;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessVariablesTest {
  private static final String NAME = "MUSTER_TEST_VARIABLE";

  @BeforeEach
  void variablesCanBeChangedHere() {
    assumeTrue(ProcessVariables.support().equals(Support.yes()), "no setenv");
  }

  @AfterEach
  void removeIt() {
    ProcessVariables.unset(NAME);
  }

  @Test
  void nativeCodeSeesWhatWasSet() {
    ProcessVariables.set(NAME, "first");
    ProcessVariables.set(NAME, "second");
    assertEquals(Optional.of("second"), ProcessVariables.get(NAME));
  }

  @Test
  void nativeCodeDoesNotSeeWhatWasTakenAway() {
    ProcessVariables.set(NAME, "value");
    ProcessVariables.unset(NAME);
    assertEquals(Optional.empty(), ProcessVariables.get(NAME));
  }

  @Test
  void nativeCodeSeesTheVariablesOfTheProcess() {
    assertEquals(Optional.ofNullable(System.getenv("PATH")), ProcessVariables.get("PATH"));
  }
}
