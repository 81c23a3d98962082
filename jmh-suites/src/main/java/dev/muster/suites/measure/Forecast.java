package dev.muster.suites.measure;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Mlp;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.collective.CollectiveAlgorithms;
import dev.muster.offload.collective.Schedule;
import dev.muster.offload.collective.ScheduleFacts;
import dev.muster.offload.plan.MlpSchedule;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.ProductFacts;
import dev.muster.offload.plan.ProductFacts.Rank;
import dev.muster.offload.plan.SpeedCurve;
import dev.muster.results.Result;
import dev.muster.results.stats.LinearCost;
import dev.muster.results.stats.Summary;
import dev.muster.suites.RunLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What stored results of a machine predict for plans that were not run: products by the time of one
 * device at their flops, straight lines between what was measured; messages by t = α·rounds +
 * β·bytes of the busiest rank, fitted to the collectives of such pools, whatever their number of
 * ranks.
 *
 * <p>Source of the latter: R. Hockney, The communication challenge for MPP, Parallel Computing 20,
 * 1994. Nothing is said of memory that devices share, nor of clocks.
 */
public final class Forecast {
  private static final int SIZES_MIN = 2;

  /** Of products that differ by more, one says little of the other. */
  private static final double SIZE_RATIO_MAX = 16;

  /**
   * A part of the time of the busiest rank.
   *
   * @param what it does
   * @param seconds empty where nothing that is stored tells
   * @param from what tells, or what would
   */
  public record Part(String what, OptionalDouble seconds, String from) {}

  private final List<Stored> stored;

  private record Stored(RunLine line, double seconds, int cores) {

    /** Whether cores had more than one rank each, which is not predicted. */
    boolean crowded() {
      return PoolFacts.isCpu(line.pool()) && line.plan().ranks() > cores;
    }
  }

  /** What a rank does at most: products, then messages. */
  private record Work(List<Double> products, int rounds, double sentBytes) {}

  /** Lines that this version does not know tell nothing. */
  public Forecast(List<Result> results) {
    this.stored = results.stream().filter(Result::timed).flatMap(Forecast::stored).toList();
  }

  private static Stream<Stored> stored(Result result) {
    try {
      return Stream.of(
          new Stored(
              RunLine.parse(result.line()),
              Summary.of(result.forkSeconds()).medianSeconds(),
              result.environment().logicalCores()));
    } catch (BadInputException _) {
      return Stream.empty();
    }
  }

  /** The parts of a plan, and last all of it. */
  public List<Part> parts(RunLine line, int ranks) {
    List<Part> parts = new ArrayList<>(steps(line, ranks));
    parts.add(new Part("all", sum(parts), experience(line)));
    return parts;
  }

  private List<Part> steps(RunLine line, int ranks) {
    Work work = work(line, ranks);
    List<Part> steps = new ArrayList<>();
    if (!work.products.isEmpty()) {
      steps.add(products(line, work));
    }
    if (work.rounds > 0) {
      steps.add(messages(line, work));
    }
    return steps;
  }

  private static OptionalDouble sum(List<Part> parts) {
    return parts.stream().allMatch(part -> part.seconds.isPresent())
        ? OptionalDouble.of(parts.stream().mapToDouble(part -> part.seconds.getAsDouble()).sum())
        : OptionalDouble.empty();
  }

  private static Work work(RunLine line, int ranks) {
    double bytes = line.problem().dtype().bytes();
    return switch (line.problem()) {
      case MatMul product -> {
        Rank busiest =
            ProductFacts.of(product, line.plan(), ranks).ranks().stream()
                .max(Comparator.comparingDouble(Rank::flops).thenComparingLong(Rank::sentCount))
                .orElseThrow();
        yield new Work(
            busiest.tiles().stream()
                .map(tile -> product.withShape(tile.m(), tile.n(), tile.k()).flops())
                .toList(),
            busiest.rounds(),
            busiest.sentCount() * bytes);
      }
      case Mlp mlp -> {
        MlpSchedule layer = MlpSchedule.of(mlp, line.plan(), ranks);
        int own = layer.inner(0).count();
        Schedule schedule = layer.schedule();
        yield new Work(
            List.of(mlp.up(own).flops(), mlp.down(own).flops()),
            ScheduleFacts.rounds(schedule),
            ScheduleFacts.sentCount(schedule) * bytes);
      }
      case Collective collective -> messages(collective, line.plan(), ranks);
      default -> throw new IllegalArgumentException("no plan of " + line.problem().text());
    };
  }

  private static Work messages(Collective collective, Plan plan, int ranks) {
    ScheduleFacts facts =
        ScheduleFacts.of(
            CollectiveAlgorithms.find(plan.collective().orElseThrow(), collective.kind()),
            collective,
            ranks);
    return new Work(
        List.of(), facts.rounds(), (double) facts.sentCount() * collective.dtype().bytes());
  }

  private Part products(RunLine line, Work work) {
    DType dtype = line.problem().dtype();
    String one = one(line.pool());
    List<SpeedCurve.Point> points =
        stored.stream()
            .filter(
                each ->
                    each.line.problem() instanceof MatMul product
                        && alone(each.line)
                        && product.dtype() == dtype
                        && product.flops() > 0)
            .filter(each -> each.line.pool().equals(one))
            .filter(each -> each.line.kernel().equals(line.kernel()))
            .map(each -> new SpeedCurve.Point(((MatMul) each.line.problem()).flops(), each.seconds))
            .toList();
    String what = work.products.size() == 1 ? "1 product" : work.products.size() + " products";
    String product = "of %s on %s by %s".formatted(dtype, one, line.kernel());
    if (points.isEmpty()) {
      return new Part(what, OptionalDouble.empty(), "no stored product " + product);
    }
    SpeedCurve curve = new SpeedCurve(points);
    return new Part(
        what,
        OptionalDouble.of(work.products.stream().mapToDouble(curve::seconds).sum()),
        "%d stored %s %s"
            .formatted(points.size(), points.size() == 1 ? "product" : "products", product));
  }

  private static boolean alone(RunLine line) {
    return line.plan().ranks() == 1 && line.plan().tiles() == 1;
  }

  private Part messages(RunLine line, Work work) {
    String kind = kind(line.pool());
    List<LinearCost.Point> points =
        stored.stream()
            .filter(each -> kind(each.line.pool()).equals(kind))
            .flatMap(each -> point(each).stream())
            .toList();
    String what = "%d rounds of messages".formatted(work.rounds);
    if (points.stream().mapToDouble(LinearCost.Point::bytes).distinct().count() < SIZES_MIN) {
      return new Part(
          what, OptionalDouble.empty(), "no stored collectives of two sizes on " + kind);
    }
    LinearCost cost = LinearCost.fitNotNegative(points);
    double micros = work.rounds * cost.micros(work.sentBytes / work.rounds);
    return new Part(
        what,
        OptionalDouble.of(micros * 1e-6),
        String.format(
            Locale.ROOT,
            "%d stored collectives on %s: α %.3g µs, 1/β %.3g GB/s, error %.0f %%",
            points.size(),
            kind,
            cost.alphaMicros(),
            cost.gigabytesPerSecond(),
            cost.errorPercent()));
  }

  /** One round of a stored collective of ours. */
  private static Optional<LinearCost.Point> point(Stored each) {
    OptionalInt ranks = PoolSize.said(each.line.pool());
    if (!(each.line.problem() instanceof Collective collective) || ranks.isEmpty()) {
      return Optional.empty();
    }
    try {
      Work work = messages(collective, each.line.plan(), ranks.getAsInt());
      return work.rounds == 0 || each.seconds <= 0
          ? Optional.empty()
          : Optional.of(
              new LinearCost.Point(work.sentBytes / work.rounds, each.seconds * 1e6 / work.rounds));
    } catch (BadInputException _) {
      return Optional.empty();
    }
  }

  /** How far stored plans of such products on such pools were from what is predicted for them. */
  private String experience(RunLine line) {
    String kind = kind(line.pool());
    List<Double> ratios =
        stored.stream()
            .filter(each -> each.line.plan().ranks() > 1 && !each.crowded())
            .filter(each -> each.line.problem() instanceof MatMul)
            .filter(each -> each.line.problem().dtype() == line.problem().dtype())
            .filter(each -> nearlyAsLarge(each.line.problem(), line.problem()))
            .filter(each -> each.line.kernel().equals(line.kernel()))
            .filter(each -> kind(each.line.pool()).equals(kind))
            .flatMapToDouble(each -> ratio(each).stream())
            .boxed()
            .toList();
    return ratios.isEmpty()
        ? "no stored plan of such a size on %s to judge it by".formatted(kind)
        : String.format(
            Locale.ROOT,
            "%d stored %s on %s took %.2f to %.2f times as long as predicted so",
            ratios.size(),
            ratios.size() == 1 ? "plan" : "plans",
            kind,
            ratios.stream().min(Comparator.naturalOrder()).orElseThrow(),
            ratios.stream().max(Comparator.naturalOrder()).orElseThrow());
  }

  private static boolean nearlyAsLarge(Problem one, Problem other) {
    double ratio = one.flops() / other.flops();
    return ratio <= SIZE_RATIO_MAX && ratio >= 1 / SIZE_RATIO_MAX;
  }

  private OptionalDouble ratio(Stored each) {
    OptionalInt ranks = PoolSize.said(each.line.pool());
    OptionalDouble predicted =
        ranks.isPresent() ? sum(steps(each.line, ranks.getAsInt())) : OptionalDouble.empty();
    return predicted.isPresent()
        ? OptionalDouble.of(each.seconds / predicted.getAsDouble())
        : OptionalDouble.empty();
  }

  /** The pool of the first device alone, by the text. */
  private static String one(String pool) {
    if (PoolFacts.isCpu(pool) || PoolFacts.isJob(pool)) {
      return "cpu:1";
    }
    return pool.contains("/") && !pool.contains(".") ? pool + ".0" : pool;
  }

  /** What pools of any number of ranks have in common: {@code cpu}, {@code mpi}, a device. */
  private static String kind(String pool) {
    return pool.contains("/")
        ? pool.substring(0, pool.indexOf('/'))
        : PoolFacts.isCpu(pool) || PoolFacts.isJob(pool) ? pool.split(":", 2)[0] : pool;
  }
}
