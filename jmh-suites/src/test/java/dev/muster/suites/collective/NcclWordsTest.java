package dev.muster.suites.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.tensor.DType;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NcclWordsTest {

  @ParameterizedTest
  @CsvSource({"8, 8", "32M, 33554432", "1G, 1073741824", "4k, 4096"})
  void sizesAreThoseOfNcclTests(String text, long bytes) {
    assertEquals(bytes, NcclWords.size("-b", text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M", "-1", "1.5M", "1T", "1MiB", "999999999999999G"})
  void otherSizesAreRefusedWithTheOption(String text) {
    BadInputException refusal =
        assertThrows(BadInputException.class, () -> NcclWords.size("-e", text));
    assertTrue(refusal.getMessage().startsWith("bad -e '" + text), refusal.getMessage());
  }

  @Test
  void aFactorMultipliesAndAStepAdds() {
    assertEquals(List.of(8L, 32L, 128L), NcclWords.sizes(8, 500, 1, OptionalDouble.of(4)));
    assertEquals(List.of(8L, 10L, 12L), NcclWords.sizes(8, 13, 2, OptionalDouble.empty()));
  }

  @Test
  void aFactorThatGrowsNothingStillEnds() {
    assertEquals(List.of(1L, 2L, 3L), NcclWords.sizes(1, 3, 1, OptionalDouble.of(1.01)));
  }

  @Test
  void sizesThatAreNoneOrTooManyAreRefused() {
    assertRefused("bad sizes 9 to 8", 9, 8, 1, OptionalDouble.empty());
    assertRefused("bad -f 1.0", 8, 9, 1, OptionalDouble.of(1));
    assertRefused("bad -i 0", 8, 9, 0, OptionalDouble.empty());
    assertRefused("more than 1000 sizes", 1, 1 << 20, 1, OptionalDouble.empty());
  }

  private static void assertRefused(
      String reason, long min, long max, long step, OptionalDouble factor) {
    BadInputException refusal =
        assertThrows(BadInputException.class, () -> NcclWords.sizes(min, max, step, factor));
    assertTrue(refusal.getMessage().startsWith(reason), refusal.getMessage());
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void bothNamesOfATypeAreKnown(DType dtype) {
    assertEquals(dtype, NcclWords.type(dtype.toString()));
    assertEquals(dtype, NcclWords.type(NcclWords.name(dtype)));
  }
}
