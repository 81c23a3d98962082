package dev.muster.offload.plan;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.CollectiveAlgorithms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A small product with a plan that fits it; the seed decides both. */
record RandomProduct(MatMul problem, Plan plan) {
  private static final int[] EXTENTS = {0, 1, 2, 3, 5, 7, 8, 11, 12, 13, 16, 17, 19, 23};
  private static final int[] DIVISORS = {1, 2, 2, 2, 3, 4, 5, 7};
  private static final int SPLITS_MAX = 5;
  private static final int RANKS_MAX = 64;

  static Stream<RandomProduct> stream(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(() -> of(random)).limit(count);
  }

  int ranks() {
    return Math.toIntExact(plan.ranks());
  }

  private static RandomProduct of(SplittableRandom random) {
    MatMul problem =
        new MatMul(DType.F64, pick(EXTENTS, random), pick(EXTENTS, random), pick(EXTENTS, random))
            .withBeta(random.nextInt(3) * 0.5);
    List<Split> splits = splits(problem, random);
    List<CollectiveAlgorithm> algorithms = CollectiveAlgorithms.ofMessages();
    String collective = algorithms.get(random.nextInt(algorithms.size())).name();
    boolean joins = new Plan(splits, Optional.empty()).splitsSum();
    return new RandomProduct(problem, new Plan(splits, Optional.of(collective).filter(_ -> joins)));
  }

  private static List<Split> splits(MatMul problem, SplittableRandom random) {
    Map<Split.Dimension, Integer> left =
        new HashMap<>(
            Map.of(
                Split.Dimension.M, problem.m(),
                Split.Dimension.N, problem.n(),
                Split.Dimension.K, problem.k()));
    List<Split> splits = new ArrayList<>();
    for (int i = random.nextInt(SPLITS_MAX + 1); i > 0; i--) {
      Split split = split(random);
      if (split.divisor() <= left.get(split.dimension()) && ranks(splits, split) <= RANKS_MAX) {
        left.computeIfPresent(split.dimension(), (_, extent) -> extent / split.divisor());
        splits.add(split);
      }
    }
    return splits;
  }

  static Split split(SplittableRandom random) {
    Split.Mode[] modes = Split.Mode.values();
    Split.Dimension[] dimensions = Split.Dimension.values();
    return new Split(
        modes[random.nextInt(modes.length)],
        dimensions[random.nextInt(dimensions.length)],
        pick(DIVISORS, random));
  }

  private static long ranks(List<Split> splits, Split another) {
    List<Split> all = new ArrayList<>(splits);
    all.add(another);
    return new Plan(all, Optional.empty()).ranks();
  }

  private static int pick(int[] values, SplittableRandom random) {
    return values[random.nextInt(values.length)];
  }
}
