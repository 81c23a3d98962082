package dev.muster.offload.plan;

import dev.muster.kernels.problem.MatMul;
import dev.muster.offload.plan.Split.Dimension;
import dev.muster.offload.plan.Split.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The largest dimension is cut, then the largest of what is left, by one prime factor of the ranks
 * after the other, the largest factor first. Of equal dimensions m goes before n, and both before
 * k, which alone costs a join.
 *
 * <p>Source: J. Demmel, D. Eliahu, A. Fox, S. Kamil, B. Lipshitz, O. Schwartz and O. Spillinger,
 * Communication-optimal parallel recursive rectangular matrix multiplication, IPDPS 2013 (CARMA),
 * where all factors are 2.
 */
public final class Recursive implements Partitioner {
  @Override
  public String name() {
    return "recursive";
  }

  @Override
  public Optional<List<Split>> splits(MatMul problem, int ranks) {
    List<Split> splits = new ArrayList<>();
    Block smallest = Block.of(problem);
    for (int factor : factors(ranks)) {
      Dimension largest = largest(smallest);
      if (largest.of(smallest).count() < factor) {
        return Optional.empty();
      }
      Split split = new Split(Mode.P, largest, factor);
      smallest = smallest.part(split, factor - 1);
      add(splits, split);
    }
    return Optional.of(splits);
  }

  /** The first of the largest. */
  private static Dimension largest(Block block) {
    return Stream.of(Dimension.values())
        .reduce((x, y) -> y.of(block).count() > x.of(block).count() ? y : x)
        .orElseThrow();
  }

  /** Two cuts of one dimension, one after the other, are one. */
  private static void add(List<Split> splits, Split split) {
    boolean again = !splits.isEmpty() && splits.getLast().dimension() == split.dimension();
    splits.add(again ? split.withDivisor(splits.removeLast().divisor() * split.divisor()) : split);
  }

  /** The prime factors of a number, descending. */
  private static List<Integer> factors(int number) {
    List<Integer> factors = new ArrayList<>();
    int left = number;
    for (int factor = 2; left > 1; factor++) {
      if ((long) factor * factor > left) {
        factor = left;
      }
      for (; left % factor == 0; left /= factor) {
        factors.addFirst(factor);
      }
    }
    return factors;
  }
}
