package dev.muster.suites.measure;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import dev.muster.offload.opencl.OpenClPool;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.Split;
import dev.muster.offload.plan.Split.Dimension;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.Pools;
import dev.muster.offload.pool.UnsupportedPoolException;
import dev.muster.suites.RunLine;
import dev.muster.suites.fork.Feasibility;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Cuts a product that does not fit the memory of its devices in sequential parts, too, of which the
 * operands stay with the host: the largest extent of a part in two, again and again, until the pool
 * says that it fits. Asked in a process of its own, since a driver is loaded.
 */
public final class Fit {
  private static final String KERNEL = "opencl";

  /** A part this small fits any device; whatever is refused then is refused for another reason. */
  private static final int EXTENT_MIN = 16;

  private Fit() {}

  /** What the child answers. */
  record Answer(String line, String complaint) {}

  /**
   * The line itself where it fits, or one like it that does.
   *
   * @throws BadInputException where sequential parts would not help
   */
  public static RunLine line(RunLine line) {
    if (!(line.problem() instanceof MatMul) || !line.pool().contains(KERNEL)) {
      throw new BadInputException(
          "--fit is for products on devices of OpenCL, not for '%s' on '%s'; legal: no --fit, since nothing is brought there part by part"
              .formatted(line.problem().text(), line.pool()));
    }
    Child.Answer child = Child.ask(Fit.class, line.toString());
    Answer answer =
        child.read(Answer.class).orElseGet(() -> new Answer("", child.complaint(line.pool())));
    if (!answer.complaint.isEmpty()) {
      throw new BadInputException(answer.complaint);
    }
    return RunLine.parse(answer.line);
  }

  /** In the process of the child: a line. */
  public static void main(String[] args) {
    RunLine line = RunLine.parse(args[0]);
    try (Pool pool = Pools.open(line.pool())) {
      Child.answer(new Answer(fitted(line, pool).toString(), ""));
    } catch (UnsupportedPoolException | IllegalArgumentException e) {
      Child.answer(new Answer("", e.getMessage()));
    }
  }

  private static RunLine fitted(RunLine line, Pool pool) {
    Support support = Feasibility.of(line, pool);
    Map<Dimension, Integer> parts = new EnumMap<>(Dimension.class);
    RunLine fitted = line;
    while (support instanceof Support.No no) {
      Dimension largest = largest((MatMul) line.problem(), line.plan(), parts);
      if (extent((MatMul) line.problem(), line.plan(), parts, largest) < 2 * EXTENT_MIN) {
        throw new BadInputException(no.reason());
      }
      parts.merge(largest, 2, (have, two) -> have * two);
      fitted = new RunLine(line.problem(), plan(line.plan(), parts), line.pool(), streamed(line));
      support = pool.supports(fitted.problem(), fitted.plan(), fitted.kernel());
    }
    return fitted;
  }

  /** Sums of halves are not cut, and parts of C that go on with a sum stay on the device. */
  private static Dimension largest(MatMul product, Plan plan, Map<Dimension, Integer> parts) {
    return Stream.of(Dimension.M, Dimension.N, Dimension.K)
        .filter(dimension -> dimension != Dimension.K || !product.dtype().isHalf())
        .max(
            (x, y) ->
                Integer.compare(extent(product, plan, parts, x), extent(product, plan, parts, y)))
        .orElseThrow();
  }

  private static int extent(
      MatMul product, Plan plan, Map<Dimension, Integer> parts, Dimension dimension) {
    int whole =
        switch (dimension) {
          case M -> product.m();
          case N -> product.n();
          case K -> product.k();
        };
    int cut =
        plan.splits().stream()
            .filter(split -> split.dimension() == dimension)
            .mapToInt(Split::divisor)
            .reduce(1, (x, y) -> x * y);
    return whole / cut / parts.getOrDefault(dimension, 1);
  }

  private static Plan plan(Plan plan, Map<Dimension, Integer> parts) {
    List<Split> splits =
        Stream.concat(
                parts.entrySet().stream()
                    .map(part -> new Split(Split.Mode.S, part.getKey(), part.getValue())),
                plan.splits().stream())
            .toList();
    return new Plan(splits, plan.collective());
  }

  private static String streamed(RunLine line) {
    return Arrays.stream(line.kernel().split("\\+", -1))
        .map(word -> word.equals(KERNEL) ? OpenClPool.STREAMED : word)
        .collect(Collectors.joining("+"));
  }

  /** Its line, where it is not the one that was asked for. */
  public static Optional<String> note(RunLine asked, RunLine fitted) {
    return asked.equals(fitted)
        ? Optional.empty()
        : Optional.of("fitted: '%s' does not fit, '%s' does".formatted(asked, fitted));
  }
}
