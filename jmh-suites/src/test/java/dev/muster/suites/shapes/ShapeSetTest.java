package dev.muster.suites.shapes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Transposition;
import dev.muster.kernels.tensor.DType;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ShapeSetTest {
  private static final long BYTES_MAX = 512L << 20;

  @SuppressWarnings("unused")
  private static final List<String> NAMES = ShapeSet.NAMES;

  private static List<MatMul> set(String name) {
    return new Shapes(DType.F32, Transposition.NN).parse(name, ShapeSet.lines(name));
  }

  private static String shape(MatMul product) {
    return "%dx%dx%d".formatted(product.m(), product.n(), product.k());
  }

  private static List<String> shapes(String name) {
    return set(name).stream().map(ShapeSetTest::shape).toList();
  }

  @ParameterizedTest
  @CsvSource({"squares, 16", "llm, 20", "deepbench, 8", "skinny, 4", "small, 12"})
  void aSetIsComplete(String name, int count) {
    assertEquals(count, set(name).size());
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void everySetFitsIntoTheMemoryOfASmallMachine(String name) {
    for (MatMul product : set(name)) {
      assertTrue(product.operandBytes(1) <= BYTES_MAX, product.text());
    }
  }

  @Test
  void squaresAreCubesUpToCacheAndBeyondWithTheNeighboursOfAPowerOfTwo() {
    assertEquals(
        IntStream.of(
                64, 96, 128, 192, 256, 384, 512, 768, 1000, 1023, 1024, 1025, 1536, 2048, 3072,
                4096)
            .mapToObj(n -> "%dx%dx%d".formatted(n, n, n))
            .toList(),
        shapes("squares"));
  }

  @Test
  void languageModelsHaveFourNumbersOfTokensPerLayer() {
    assertEquals(
        Stream.of("4096x4096", "11008x4096", "4096x11008", "7168x2048", "1536x7168")
            .flatMap(layer -> IntStream.of(1, 16, 128, 2048).mapToObj(m -> m + "x" + layer))
            .toList(),
        shapes("llm"));
  }

  @Test
  void deepBenchIsAsPublishedButForTheLongestSum() {
    assertEquals(
        List.of(
            "1760x16x1760",
            "1760x128x1760",
            "2560x64x2560",
            "5124x700x2048",
            "35x700x2048",
            "7680x16x2560",
            "3072x128x1024",
            "512x8x50000"),
        shapes("deepbench"));
  }

  @Test
  void skinnyProductsAreThinInEachDirection() {
    assertEquals(
        List.of("1000000x8x8", "8x1000000x8", "8x8x1000000", "20000x32x1024"), shapes("skinny"));
  }

  @Test
  void smallProductsAreCubesAndSlices() {
    assertEquals(
        Stream.concat(
                IntStream.of(4, 6, 8, 12, 16, 24, 32, 48, 64)
                    .mapToObj(n -> "%dx%dx%d".formatted(n, n, n)),
                Stream.of("4x64x64", "64x4x64", "64x64x4"))
            .toList(),
        shapes("small"));
  }

  @Test
  void anUnknownSetIsNamedWithTheLegalOnes() {
    BadInputException refused =
        assertThrows(BadInputException.class, () -> ShapeSet.lines("../cli/version"));
    assertEquals(
        "unknown set '../cli/version'; legal: squares, llm, deepbench, skinny, small",
        refused.getMessage());
  }
}
