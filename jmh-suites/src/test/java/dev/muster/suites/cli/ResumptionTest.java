package dev.muster.suites.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.results.Environment;
import dev.muster.results.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumptionTest {
  private static final RunScope BEGUN = new RunScope(SuiteChoice.QUICK, List.of("matmul"));
  private static final Environment HERE = Examples.environment("cpu", BEGUN.notes());
  private static final Result MEASURED = Examples.measured(Examples.product(8), HERE);
  private static final Result FAILED = Examples.failed(Examples.product(9), HERE);

  @TempDir private Path folder;
  private Resumption resumption;

  @BeforeEach
  void store() {
    resumption = Resumption.of(Examples.store(folder, MEASURED, FAILED));
  }

  @Test
  void whatFailedIsMeasuredAgain() {
    assertEquals(Map.of(MEASURED.key(), MEASURED), resumption.known());
  }

  @Test
  void whatIsNotPlannedAnyMoreIsStillShown() {
    assertEquals(List.of(MEASURED), resumption.beyond(List.of(Examples.product(9))));
  }

  @Test
  void itGoesOnAsItBeganAndMayBeToldSo() {
    assertEquals(BEGUN, resumption.scope());
    for (RunScope same :
        Set.of(
            BEGUN,
            new RunScope(SuiteChoice.FULL, List.of()),
            new RunScope(SuiteChoice.QUICK, List.of()))) {
      assertDoesNotThrow(() -> resumption.requireNothingElse(same));
    }
    RunScope other = new RunScope(SuiteChoice.QUICK, List.of("pool"));
    assertThrows(BadInputException.class, () -> resumption.requireNothingElse(other));
  }

  @Test
  void aFullRunDoesNotGoOnAsAQuickOne() {
    RunScope full = new RunScope(SuiteChoice.FULL, List.of());
    Environment environment = Examples.environment("cpu", full.notes());
    Path file = Examples.store(folder, Examples.measured(Examples.product(8), environment));
    Resumption fullOne = Resumption.of(file);
    RunScope quick = new RunScope(SuiteChoice.QUICK, List.of());
    assertThrows(BadInputException.class, () -> fullOne.requireNothingElse(quick));
  }

  @Test
  void anotherMachineIsRefused() {
    assertDoesNotThrow(() -> resumption.requireSameMachine(HERE));
    Environment other = Examples.environment("another cpu", Map.of());
    assertThrows(BadInputException.class, () -> resumption.requireSameMachine(other));
  }
}
