package dev.muster.suites.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.results.StoredRun;
import dev.muster.suites.measure.Discovered;
import dev.muster.suites.measure.Planned;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunScopeTest {
  private static final List<Discovered> ONE_CORE =
      List.of(
          new Discovered("cpu:1", "a core", List.of(), 1, "cpu:1", List.of("vector"), "fma:f32:8"));

  @TempDir private Path folder;

  private static RunScope scope(String... only) {
    return new RunScope(SuiteChoice.QUICK, List.of(only));
  }

  @ParameterizedTest
  @EnumSource
  void itComesBackFromTheStoreAsItWas(SuiteChoice suite) {
    RunScope scope = new RunScope(suite, List.of("matmul", "a | b"));
    Path file =
        Examples.store(
            folder,
            Examples.measured(Examples.product(8), Examples.environment("cpu", scope.notes())));
    assertEquals(scope, RunScope.of(StoredRun.read(file)));
  }

  @Test
  void aFileOfOtherOriginDoesNotSayHowItBegan() {
    Path file =
        Examples.store(
            folder, Examples.measured(Examples.product(8), Examples.environment("cpu", Map.of())));
    StoredRun run = StoredRun.read(file);
    String message = assertThrows(BadInputException.class, () -> RunScope.of(run)).getMessage();
    assertTrue(message.contains(file.toString()), message);
  }

  @Test
  void sectionsAndPartsOfLinesSelect() {
    List<Planned> all = scope().plan(ONE_CORE);
    assertEquals(
        List.of("matmul"),
        scope("matmul").plan(ONE_CORE).stream().map(Planned::section).distinct().toList());
    List<Planned> copies = scope("copy:").plan(ONE_CORE);
    assertEquals(1, copies.size());
    assertTrue(all.containsAll(copies));
    assertEquals(2, scope("copy:", "triad:").plan(ONE_CORE).size());
  }

  @Test
  void whatMatchesNothingIsRefusedWithTheSections() {
    String message =
        assertThrows(BadInputException.class, () -> scope("matmull").plan(ONE_CORE)).getMessage();
    assertTrue(message.contains("'matmull'; legal: ceiling, matmul"), message);
  }
}
