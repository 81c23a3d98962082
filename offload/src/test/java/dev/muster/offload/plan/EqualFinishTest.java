package dev.muster.offload.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EqualFinishTest {

  private static SpeedCurve rate(double perSecond) {
    return new SpeedCurve(List.of(new SpeedCurve.Point(100, 100 / perSecond)));
  }

  @Test
  void sharesAreAsTheRates() {
    assertEquals(List.of(750, 250), EqualFinish.shares(List.of(rate(3), rate(1)), 1000));
    assertEquals(List.of(334, 333, 333), sorted(EqualFinish.shares(rates(1, 1, 1), 1000)));
  }

  private static List<SpeedCurve> rates(double... rates) {
    return DoubleStream.of(rates).mapToObj(EqualFinishTest::rate).toList();
  }

  private static List<Integer> sorted(List<Integer> shares) {
    return shares.stream().sorted((x, y) -> y - x).toList();
  }

  /** A device that takes a second to start has nothing to do in less. */
  @Test
  void whoStartsLateGetsLess() {
    SpeedCurve late =
        new SpeedCurve(List.of(new SpeedCurve.Point(1, 1), new SpeedCurve.Point(101, 2)));
    List<Integer> shares = EqualFinish.shares(List.of(rate(100), late), 200);
    assertEquals(150, shares.getFirst(), 2);
  }

  @Test
  void allIsSharedOutAndNobodyIsLeftOut() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 200; round++) {
      int devices = random.nextInt(1, 9);
      int total = random.nextInt(devices, 300);
      List<SpeedCurve> curves =
          Stream.generate(() -> rate(random.nextDouble(1e-3, 1e3))).limit(devices).toList();
      List<Integer> shares = EqualFinish.shares(curves, total);
      assertEquals(total, shares.stream().mapToInt(Integer::intValue).sum(), shares.toString());
      assertTrue(shares.stream().allMatch(share -> share >= 1), shares.toString());
    }
  }

  @Test
  void noOtherSharesOfTwoFinishEarlier() {
    List<SpeedCurve> curves = rates(5, 2);
    List<Integer> shares = EqualFinish.shares(curves, 97);
    double best =
        IntStream.range(1, 97)
            .mapToDouble(first -> finish(curves, List.of(first, 97 - first)))
            .min()
            .orElseThrow();
    assertEquals(best, finish(curves, shares), 1e-9);
  }

  private static double finish(List<SpeedCurve> curves, List<Integer> shares) {
    return IntStream.range(0, shares.size())
        .mapToDouble(i -> curves.get(i).seconds(shares.get(i)))
        .max()
        .orElseThrow();
  }

  @Test
  void aCurveNeverFalls() {
    SpeedCurve disturbed =
        new SpeedCurve(List.of(new SpeedCurve.Point(10, 9), new SpeedCurve.Point(20, 4)));
    assertEquals(4, disturbed.seconds(10));
    assertEquals(2, disturbed.seconds(5));
    assertEquals(8, disturbed.seconds(40));
    assertThrows(IllegalArgumentException.class, () -> new SpeedCurve(List.of()));
  }
}
