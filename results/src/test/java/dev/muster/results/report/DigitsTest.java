package dev.muster.results.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "8, 8.000",
    "9.9996, 10.00",
    "234.87, 234.9",
    "999.96, 1000",
    "1234.5678, 1235",
    "20123.4, 20123",
    "2147483648, 2147483648",
    "0.0123456, 0.01235",
    "0.00012345, 0.0001234",
    "0.0000123456, 1.235e-05",
    "-1.5, -1.500",
    "1e15, 1000000000000000"
  })
  void fourSignificantDigitsAndAllBeforeThePoint(double value, String text) {
    assertEquals(text, Digits.text(value));
  }

  @Test
  void languageOfTheMachineDoesNotMatter() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertEquals("1.235e-05", Digits.text(0.0000123456));
      assertEquals("1.500", Digits.text(1.5));
    } finally {
      Locale.setDefault(before);
    }
  }
}
