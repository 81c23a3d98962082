package dev.muster.results.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Measured numbers as people read them: four significant digits, and never fewer than all digits
 * before the point. The same on every machine, whatever its language.
 */
final class Digits {
  private static final int SIGNIFICANT = 4;
  private static final double PLAIN_MIN = 1e-4;

  private Digits() {}

  static String text(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : Double.toString(value);
    }
    if (Math.abs(value) < PLAIN_MIN) {
      return String.format(Locale.ROOT, "%." + (SIGNIFICANT - 1) + "e", value);
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded = exact.round(new MathContext(SIGNIFICANT, RoundingMode.HALF_EVEN));
    int digitsBeforePoint = rounded.precision() - rounded.scale();
    int decimals = Math.max(0, SIGNIFICANT - digitsBeforePoint);
    return exact.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }
}
