package dev.muster.kernels.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "12, 12B",
    "1024, 1KiB",
    "1536, 1536B",
    "67108864, 64MiB",
    "3221225472, 3GiB"
  })
  void theTextIsTheShortestExactOne(long bytes, String text) {
    assertEquals(text, ByteSize.text(bytes));
    assertEquals(bytes, ByteSize.parse(text));
  }

  @Test
  void aBareNumberIsBytes() {
    assertEquals(4096, ByteSize.parse("4096"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "KiB", "4 KiB", "4kb", "-4B", "1.5KiB", "99999999999999999TiB"})
  void badSizesAreRefused(String text) {
    assertThrows(BadInputException.class, () -> ByteSize.parse(text));
  }
}
