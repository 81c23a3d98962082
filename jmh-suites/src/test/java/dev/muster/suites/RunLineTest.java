package dev.muster.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLineTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matmul:f32:3x4x5 | - | cpu:1 | vector",
        "matmul:f32:3x4x5:beta=0.5:seed=7 | pm2,sk2 | cpu:2 | vector:256:5x2",
        "allreduce:f32:sum:64MiB | ring | opencl:0/2 | opencl"
      })
  void theTextParsesBack(String text) {
    RunLine line = RunLine.parse(text);
    assertEquals(text, line.toString());
    assertEquals(line, RunLine.parse(line.toString()));
  }

  @Test
  void blanksDoNotCount() {
    assertEquals(
        "matmul:f32:3x4x5 | pm2 | cpu:2 | vector",
        RunLine.parse(" matmul:f32:3x4x5|pm2  |cpu:2 |vector ").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "|||",
        "matmul:f32:3x4x5",
        "matmul:f32:3x4x5 | - | cpu:1",
        "matmul:f32:3x4x5 | - | cpu:1 | vector | x",
        "matmul:f32:3x4x5 |  | cpu:1 | vector"
      })
  void anotherNumberOfPartsIsRefusedWithTheForm(String text) {
    BadInputException refused = assertThrows(BadInputException.class, () -> RunLine.parse(text));
    assertTrue(
        refused.getMessage().contains("legal: problem | plan | pool | kernel"),
        refused.getMessage());
  }
}
