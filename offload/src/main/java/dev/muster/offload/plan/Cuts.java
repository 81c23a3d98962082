package dev.muster.offload.plan;

import dev.muster.kernels.problem.MatMul;
import dev.muster.offload.plan.Split.Dimension;
import dev.muster.offload.plan.Split.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How many parts each dimension of a product is cut into, side by side. */
record Cuts(int m, int n, int k) {

  /** All ranks along one dimension; empty where it is shorter than that. */
  static Optional<List<Split>> one(Dimension dimension, MatMul problem, int ranks) {
    return ranks <= Math.max(1, dimension.of(Block.of(problem)).count())
        ? Optional.of(List.of(new Split(Mode.P, dimension, ranks)))
        : Optional.empty();
  }

  /** Of those that are allowed and fit the product, the one whose busiest rank moves least. */
  static Optional<List<Split>> cheapest(MatMul problem, int ranks, Predicate<Cuts> allowed) {
    return all(ranks)
        .filter(allowed)
        .filter(cuts -> cuts.fit(problem))
        .min(Comparator.comparingDouble(cuts -> cuts.elementsMoved(problem)))
        .map(Cuts::splits);
  }

  /** All three factors of a number, with few parts of k first, then few of n. */
  private static Stream<Cuts> all(int ranks) {
    return divisors(ranks)
        .boxed()
        .flatMap(k -> divisors(ranks / k).mapToObj(n -> new Cuts(ranks / k / n, n, k)));
  }

  private static IntStream divisors(int number) {
    int[] small =
        IntStream.rangeClosed(1, (int) Math.sqrt(number))
            .filter(divisor -> number % divisor == 0)
            .toArray();
    return IntStream.concat(
            IntStream.of(small), IntStream.of(small).map(divisor -> number / divisor))
        .sorted()
        .distinct();
  }

  private boolean fit(MatMul problem) {
    return m <= Math.max(1, problem.m())
        && n <= Math.max(1, problem.n())
        && k <= Math.max(1, problem.k());
  }

  /**
   * What a rank reads of A and B and writes of C; a C that is joined is sent and received as well.
   */
  private double elementsMoved(MatMul problem) {
    double rows = Math.ceilDiv(problem.m(), m);
    double cols = Math.ceilDiv(problem.n(), n);
    double depth = Math.ceilDiv(problem.k(), k);
    return rows * depth + depth * cols + rows * cols * (k == 1 ? 1 : 1 + 2 * (1 - 1.0 / k));
  }

  /** Those that join a sum are neighbours. */
  private List<Split> splits() {
    List<Split> splits = new ArrayList<>();
    add(splits, Dimension.M, m);
    add(splits, Dimension.N, n);
    add(splits, Dimension.K, k);
    return splits;
  }

  private static void add(List<Split> splits, Dimension dimension, int divisor) {
    if (divisor > 1) {
      splits.add(new Split(Mode.P, dimension, divisor));
    }
  }
}
