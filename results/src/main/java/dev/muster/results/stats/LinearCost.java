package dev.muster.results.stats;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The time of a message of n bytes as t(n) = α + β·n: the two numbers of Hockney's model (Parallel
 * Computing 20, 1994), fitted so that relative errors are least in the square, since times span
 * many orders of magnitude.
 *
 * @param alphaMicros time of an empty message
 * @param betaMicrosPerByte time of one more byte
 * @param errorPercent root mean square of the relative errors of the fit
 */
public record LinearCost(double alphaMicros, double betaMicrosPerByte, double errorPercent) {

  /**
   * A measured point.
   *
   * @param bytes n
   * @param micros t(n), above 0
   */
  public record Point(double bytes, double micros) {}

  /**
   * The fit of two points or more of different sizes.
   *
   * @throws IllegalArgumentException where there are fewer
   */
  public static LinearCost fit(List<Point> points) {
    if (points.stream().mapToDouble(Point::bytes).distinct().count() < 2) {
      throw new IllegalArgumentException("a line needs two sizes, there are fewer");
    }
    double w = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (Point point : points) {
      double weight = 1 / (point.micros * point.micros);
      w += weight;
      x += weight * point.bytes;
      y += weight * point.micros;
      xx += weight * point.bytes * point.bytes;
      xy += weight * point.bytes * point.micros;
    }
    double beta = (w * xy - x * y) / (w * xx - x * x);
    double alpha = (y - beta * x) / w;
    return new LinearCost(alpha, beta, 100 * error(points, alpha, beta));
  }

  /**
   * The same with neither α nor β below 0: noise may slope a line down, and a line that rises late
   * may meet the axis below 0; no message takes less time than none.
   */
  public static LinearCost fitNotNegative(List<Point> points) {
    LinearCost line = fit(points);
    if (line.betaMicrosPerByte < 0) {
      double alpha = ratio(points, point -> 1 / point.micros);
      return new LinearCost(alpha, 0, 100 * error(points, alpha, 0));
    }
    if (line.alphaMicros < 0) {
      double beta = ratio(points, point -> point.bytes / point.micros);
      return new LinearCost(0, beta, 100 * error(points, 0, beta));
    }
    return line;
  }

  /** The factor c for which c times a quantity is nearest to 1, which it is of each point. */
  private static double ratio(List<Point> points, ToDoubleFunction<Point> quantity) {
    double sum = points.stream().mapToDouble(quantity).sum();
    double squares = points.stream().mapToDouble(quantity).map(value -> value * value).sum();
    return sum / squares;
  }

  private static double error(List<Point> points, double alpha, double beta) {
    double sum = 0;
    for (Point point : points) {
      double relative = (alpha + beta * point.bytes) / point.micros - 1;
      sum += relative * relative;
    }
    return Math.sqrt(sum / points.size());
  }

  /** t(n). */
  public double micros(double bytes) {
    return alphaMicros + betaMicrosPerByte * bytes;
  }

  /** n½ = α/β: the size that reaches half of the bandwidth of endless messages. */
  public double halfBandwidthBytes() {
    return alphaMicros / betaMicrosPerByte;
  }

  /** 1/β in GB/s. */
  public double gigabytesPerSecond() {
    return 1e-3 / betaMicrosPerByte;
  }
}
