package dev.muster.offload.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Shares that devices of different speeds finish at the same time. */
public final class EqualFinish {
  private static final int HALVINGS = 60;

  private EqualFinish() {}

  /**
   * Whole shares of {@code total} for these devices, at least 1 each where there is enough: the
   * largest of their times is the least that whole shares allow, but for rounding.
   */
  public static List<Integer> shares(List<SpeedCurve> devices, int total) {
    double[] exact = devices.stream().mapToDouble(curve -> 0).toArray();
    double low = 0;
    double high = devices.stream().mapToDouble(curve -> curve.seconds(total)).max().orElse(0);
    for (int halving = 0; halving < HALVINGS; halving++) {
      double middle = (low + high) / 2;
      Arrays.setAll(exact, i -> sizeWithin(devices.get(i), middle, total));
      if (Arrays.stream(exact).sum() < total) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double seconds = high;
    Arrays.setAll(exact, i -> sizeWithin(devices.get(i), seconds, total));
    return whole(exact, total);
  }

  /** The largest share that takes no longer. */
  private static double sizeWithin(SpeedCurve curve, double seconds, double total) {
    double low = 0;
    double high = total;
    for (int halving = 0; halving < HALVINGS; halving++) {
      double middle = (low + high) / 2;
      if (curve.seconds(middle) <= seconds) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Rounded down, and what is left to those that lost most; nobody without. */
  private static List<Integer> whole(double[] exact, int total) {
    double sum = Arrays.stream(exact).sum();
    List<Integer> shares = new ArrayList<>();
    for (double share : exact) {
      shares.add(Math.max(1, (int) Math.floor(share * total / sum)));
    }
    List<Integer> byLoss =
        IntStream.range(0, exact.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> shares.get(i) - exact[i] * total / sum))
            .toList();
    int left = total - shares.stream().mapToInt(Integer::intValue).sum();
    for (int i = 0; left > 0; i = (i + 1) % exact.length, left--) {
      shares.set(byLoss.get(i), shares.get(byLoss.get(i)) + 1);
    }
    for (int i = 0; left < 0 && i < exact.length; i++) {
      int taken = Math.min(-left, shares.get(i) - 1);
      shares.set(i, shares.get(i) - taken);
      left += taken;
    }
    return shares;
  }
}
