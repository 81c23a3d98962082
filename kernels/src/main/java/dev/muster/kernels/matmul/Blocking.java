package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.CacheSizes;
import dev.muster.kernels.problem.BadInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Block sizes of the loops around a micro-kernel, as data.
 *
 * <p>In the manner of Low, Igual, Smith and Quintana-Ortí (ACM TOMS 43(2), 2016), for caches as
 * they are now: a block of B (kc × nc) fills half of the second level, and a few rows of A pass
 * through the other half. A panel of B need not fit the first level: out-of-order cores hide the
 * second one where it delivers a vector per cycle, and long sums read C less often.
 *
 * @param kc length of the sums
 * @param mc rows of A that meet one panel of B after the other
 * @param nc columns of a block of B
 */
public record Blocking(int kc, int mc, int nc) {
  private static final Pattern FORM =
      Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})x([1-9]\\d{0,4})");

  /** The blocks for one tile on a core with these caches. */
  public static Blocking of(MicroTile tile, CacheSizes caches) {
    long elementBytes = tile.dtype().bytes();
    long panelBytes = caches.l2Bytes() * tile.bits() / 4096;
    int kc = Math.clamp(panelBytes / tile.rowBytes() / 8 * 8, 64, 1024);
    int mc = multiple(caches.l2Bytes() / 16 / (elementBytes * kc), tile.rows(), 1024);
    int nc = multiple(caches.l2Bytes() / 2 / (elementBytes * kc), tile.cols(), 4096);
    return new Blocking(kc, mc, nc);
  }

  /**
   * Blocks from their text form, kc × mc × nc, e.g. {@code 256x240x512}.
   *
   * @throws BadInputException naming the legal form
   */
  public static Blocking parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new BadInputException(
          "bad blocks '%s'; legal: KCxMCxNC of 1 to 99999, e.g. 256x240x512".formatted(text));
    }
    return new Blocking(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  @Override
  public String toString() {
    return kc + "x" + mc + "x" + nc;
  }

  private static int multiple(long size, int unit, int max) {
    return (int) Math.max(1, Math.min(size, max) / unit) * unit;
  }
}
