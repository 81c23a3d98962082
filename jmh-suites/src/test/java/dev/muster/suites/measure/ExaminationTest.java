package dev.muster.suites.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.suites.RunLine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExaminationTest {
  private static final Effort EFFORT = new Effort(1, 0, 1, 0.1, 1);

  /** Each with the bad part, and with something that would be legal in its place. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "matmul:f32:8x8x8 | - | gpu:0 | vector; gpu:0; cpu:RANKS",
        "matmul:f32:8x8x8 | - | cpu:0 | vector; cpu:0; cpu:2",
        "matmul:f32:8x8x8 | - | cpu:1 | vectr; vectr; vector",
        "matmul:f32:8x8x8 | pm2 | cpu:2 | vectr; vectr; vector",
        "matmul:f32:8x8x8 | - | cpu:1 | vector:7; 7; legal",
        "matmul:f99:8x8x8 | - | cpu:1 | vector; f99; f32",
        "matmul:f32:12x | - | cpu:1 | vector; 12x; MxNxK",
        "matmul:f32:8x8x8 | px2 | cpu:2 | vector; px2; pm2",
        "matmul:f32:8x8x8 | pm | cpu:2 | vector; pm; pm2",
        "matmul:f32:8x8x8 | pm3 | cpu:2 | vector; pm3; pm2",
        "matmul:f32:8x8x8 | pk2 | cpu:2 | vector; pk2; ring",
        "matmul:f32:8x8x8 | - | cpu:2 | scalar; scalar; pm2",
        "matmul:f32:8x8x8 | ring | cpu:2 | vector; ring; pm2",
        "allreduce:f32:sum:4KiB | rng | cpu:2 | vector; rng; ring",
        "allreduce:f32:sum:4KiB | - | cpu:2 | vector; '-'; ring",
        "allreduce:f32:sum:5B | ring | cpu:2 | vector; 5B; multiple",
        "copy:f32:4KiB | pm2 | cpu:2 | vector; pm2; -",
        "matmull:f32:8x8x8 | - | cpu:1 | vector; matmull; matmul:f32:MxNxK",
        "matmul:f32:900000x900000x2 | - | cpu:1 | vector; 900000x900000x2; GiB are free",
        "matmul:f32:8x8x8 | cpu:1 | vector; 3 parts; problem | plan | pool | kernel"
      })
  void aBadLineIsNamedWithWhatIsLegal(String line, String bad, String legal) {
    String complaint = Examination.examine(line).complaint();
    assertTrue(complaint.contains(bad), complaint);
    assertTrue(complaint.contains(legal), complaint);
    assertEquals(1, complaint.lines().count(), complaint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matmul:f32:999999999x999999999x999999999 | - | cpu:1 | vector",
        "allreduce:f32:sum:4000000TiB | ring | cpu:2 | vector",
        "reduce-local:f32:sum:4000000TiB | - | cpu:1 | vector",
        "triad:f32:4000000TiB | - | cpu:2 | vector"
      })
  void operandsThatCannotBeCountedAreRefusedAsWell(String line) {
    String complaint = Examination.examine(line).complaint();
    assertTrue(complaint.contains("GiB are free; legal:"), complaint);
  }

  @Test
  void aCeilingRunsOnEachCoreOfAPool() {
    assertEquals(new Examined("", "", 2), Examination.examine("fma:f32:8 | - | cpu:2 | vector"));
  }

  @Test
  void linesAreExaminedInAProcessOfTheirOwn() {
    List<RunLine> lines =
        List.of(
            RunLine.parse("copy:f32:4KiB | - | cpu:2 | vector"),
            RunLine.parse("matmul:f32:8x8x8 | - | cpu:1 | vector"));
    List<Planned> planned = Examination.plan(lines, EFFORT);
    assertEquals(lines, planned.stream().map(Planned::line).toList());
    assertEquals(List.of(2, 1), planned.stream().map(Planned::ranks).toList());
  }

  @Test
  void theFirstBadLineIsRefused() {
    List<RunLine> lines =
        List.of(
            RunLine.parse("matmul:f32:8x8x8 | - | cpu:1 | vector"),
            RunLine.parse("matmul:f32:8x8x8 | - | cpu:1 | nothing"));
    BadInputException refused =
        assertThrows(BadInputException.class, () -> Examination.plan(lines, EFFORT));
    assertTrue(refused.getMessage().contains("nothing"), refused.getMessage());
  }
}
