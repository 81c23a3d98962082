package dev.muster.offload.plan;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a device takes for a share of a problem, by the size of the share: straight lines between
 * measured points, from nothing at size 0, and on at the rate of the last. Never falling: what took
 * less time than a smaller share is taken for a disturbance of that.
 */
public final class SpeedCurve {
  private final NavigableMap<Double, Double> secondsBySize = new TreeMap<>();

  /**
   * A measured point.
   *
   * @param size of the share, above 0
   * @param seconds above 0
   */
  public record Point(double size, double seconds) {}

  /**
   * Through these; of several of one size the fastest counts.
   *
   * @throws IllegalArgumentException where there is none
   */
  public SpeedCurve(List<Point> points) {
    if (points.isEmpty()) {
      throw new IllegalArgumentException("no points");
    }
    points.forEach(point -> secondsBySize.merge(point.size, point.seconds, Math::min));
    double least = Double.POSITIVE_INFINITY;
    for (Map.Entry<Double, Double> entry : secondsBySize.descendingMap().entrySet()) {
      least = Math.min(least, entry.getValue());
      entry.setValue(least);
    }
    secondsBySize.put(0.0, 0.0);
  }

  /** Time of a share. */
  public double seconds(double size) {
    Map.Entry<Double, Double> below = secondsBySize.floorEntry(size);
    Map.Entry<Double, Double> above = secondsBySize.ceilingEntry(size);
    if (above == null) {
      return below.getValue() * size / below.getKey();
    }
    if (below.getKey().equals(above.getKey())) {
      return below.getValue();
    }
    double part = (size - below.getKey()) / (above.getKey() - below.getKey());
    return below.getValue() + part * (above.getValue() - below.getValue());
  }
}
