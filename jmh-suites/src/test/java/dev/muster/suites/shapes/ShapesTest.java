package dev.muster.suites.shapes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Transposition;
import dev.muster.kernels.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapesTest {
  private static final Shapes F64_NT = new Shapes(DType.F64, Transposition.NT);

  private static List<String> texts(String... lines) {
    return F64_NT.parse("file", List.of(lines)).stream().map(MatMul::text).toList();
  }

  @Test
  void aLineIsAShapeOfTheGivenTypeAndTransposition() {
    assertEquals(List.of("matmul:f64:3x4x5:trans=NT"), texts("3x4x5"));
  }

  @Test
  void aLineMaySayMoreThanItsShape() {
    assertEquals(
        List.of("matmul:f64:3x4x5", "matmul:f64:3x4x5:trans=TT:beta=1.0"),
        texts("3x4x5:trans=NN", "3x4x5:trans=TT:beta=1"));
  }

  @Test
  void commentsBlankLinesAndRepetitionsDoNotCount() {
    assertEquals(
        List.of("matmul:f64:1x2x3:trans=NT", "matmul:f64:4x5x6:trans=NT"),
        texts("# all of them", "", "  1x2x3  # first", "4x5x6", "1x2x3", "   "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "3x4; 3x4; MxNxK",
        "3x4x5 6x7x8; 3x4x5 6x7x8; MxNxK",
        "3x4x-5; 3x4x-5; MxNxK",
        "3x0x5; 3x0x5; 1 or more",
        "3x4x5:trans=XY; XY; NN, NT, TN, TT",
        "3x4x5:tran=NT; tran; trans, alpha, beta, seed",
        "f32:3x4x5; f32:3x4x5; matmul:f32:MxNxK"
      })
  void aBadLineIsNamedWithItsNumber(String line, String bad, String legal) {
    BadInputException refused =
        assertThrows(BadInputException.class, () -> texts("# first", "1x1x1", line, "2x2x2"));
    assertTrue(refused.getMessage().startsWith("'file' line 3: "), refused.getMessage());
    assertTrue(refused.getMessage().contains(bad), refused.getMessage());
    assertTrue(refused.getMessage().contains(legal), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }

  @Test
  void aListWithoutShapesIsRefused() {
    BadInputException refused = assertThrows(BadInputException.class, () -> texts("# nothing", ""));
    assertEquals(
        "no shape in 'file'; legal: MxNxK on each line, e.g. 64x64x64", refused.getMessage());
  }
}
