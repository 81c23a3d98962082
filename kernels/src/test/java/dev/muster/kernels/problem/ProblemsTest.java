package dev.muster.kernels.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matmul:f32:1024x512x7",
        "matmul:f64:0x0x0",
        "matmul:f64:3x4x5:trans=TN:alpha=2.0",
        "matmul:f32:3x4x5:alpha=0.7:beta=-1.0:seed=9",
        "allreduce:f32:sum:64MiB",
        "allreduce:f32:sum:12B:seed=-3",
        "allreduce:f16:avg:6B:blocks=24",
        "mlp:bf16:2048x4096x11008",
        "mlp:f32:16x32x64:tokens=split:seed=7",
        "reduce:bf16:avg:6B:root=1",
        "reduce-local:f32:sum:4KiB",
        "fma:f32:16",
        "int8-dot:i32:64",
        "copy:f32:256MiB",
        "triad:f32:8B"
      })
  void theCanonicalTextParsesBackToItself(String text) {
    assertEquals(text, Problems.parse(text).text());
  }

  @Test
  void randomProductsRoundTrip() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 200; i++) {
      MatMul problem =
          new MatMul(
              dev.muster.kernels.tensor.DType.F32,
              random.nextInt(100_000),
              random.nextInt(100_000),
              random.nextInt(100_000),
              random.nextInt(3) - 1,
              random.nextDouble(),
              random.nextLong(1000));
      assertEquals(problem, Problems.parse(problem.text()));
    }
  }

  @Test
  void defaultsAreNotWritten() {
    assertEquals(
        "matmul:f32:1x2x3", Problems.parse("matmul:f32:1x2x3:seed=42:beta=0:alpha=1").text());
    assertEquals("copy:f32:1MiB", Problems.parse("copy:f32:1024KiB").text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "matmull:f32:1x2x3 | unknown problem 'matmull'; legal: all-gather:",
        "matmul:i32:1x2x3 | unknown dtype 'i32'; legal: f32, f64, f16, bf16",
        "mlp:bf16:0x2x3 | bad shape '0x2x3' in 'mlp:bf16:0x2x3'; legal: TOKENSxHIDDENxINNER",
        "mlp:bf16:1x2x3:tokens=all | bad tokens 'all'",
        "fma:bf16:8 | unknown dtype 'bf16'; legal: f32, f64, f16",
        "engine:f32:8 | bad problem 'engine:f32:8'; legal: engine:f16:GROUPS with f16 or bf16",
        "int8-dot:f32:8 | bad problem 'int8-dot:f32:8'; legal: int8-dot:i32:ITEMS with 1 to",
        "int8-dot:i32:0 | bad work-items '0' in 'int8-dot:i32:0'; legal: 1 to 9999999",
        "matmul:i32:1x2x3 | unknown dtype 'i32'; legal: f32, f64",
        "allreduce:f8:sum:4KiB | unknown dtype 'f8'; legal: f32, f64, f16, bf16, i32, i64",
        "allreduce:f32:sum:4KiB:root=1 | allreduce has no root",
        "reduce:f32:sum:4KiB:root=-1 | bad root '-1'",
        "broadcast:f32:4KiB:blocks=3 | bad blocks 3 of broadcast; legal: of allreduce",
        "reduce-local:f32:avg:4KiB | avg is of all ranks, reduce-local combines two operands",
        "matmul:f32:1x2 | bad shape '1x2'",
        "matmul:f32:1x2x-3 | bad shape '1x2x-3'",
        "matmul:f32:1x2x99999999999 | bad shape '1x2x99999999999'",
        "matmul:f32 | legal: matmul:f32:MxNxK",
        "matmul:f32:1x2x3:gamma=1 | unknown setting 'gamma'",
        "matmul:f32:1x2x3:seed=x | bad seed 'x'",
        "matmul:f32:1x2x3:beta=two | bad beta 'two'",
        "allreduce:f32:median:4KiB | unknown operation 'median'; legal: sum",
        "allreduce:f32:sum:4KB | bad size '4KB'; legal:",
        "allreduce:f32:sum:5B | legal: a multiple of the 4 bytes",
        "fma:f32:0 | bad lanes '0'",
        "triad:f32 | legal: triad:f32:256MiB"
      })
  void aBadTextIsAnsweredInOneLineThatNamesTheLegalValues(String text, String part) {
    BadInputException error =
        assertThrows(BadInputException.class, () -> Problems.parse(text.strip()));
    assertTrue(error.getMessage().contains(part.strip()), error.getMessage());
    assertFalse(error.getMessage().contains("\n"), error.getMessage());
  }

  @Test
  void workIsCountedAsTheFieldDoes() {
    Problem product = Problems.parse("matmul:f32:10x20x30");
    assertEquals(2.0 * 10 * 20 * 30, product.flops());
    assertEquals(4 * (10 * 30 + 30 * 20 + 10 * 20), product.bytes());
    assertEquals(3L << 20, Problems.parse("triad:f32:1MiB").bytes());
    assertEquals(2L << 20, Problems.parse("copy:f32:1MiB").bytes());
    assertEquals(1L << 20, Problems.parse("allreduce:f32:sum:1MiB").bytes());
  }
}
