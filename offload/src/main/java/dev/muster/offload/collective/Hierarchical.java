package dev.muster.offload.collective;

import dev.muster.kernels.problem.Chunks;
import dev.muster.kernels.problem.CollectiveKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All-reduce over groups of neighbouring ranks: a reduce-scatter inside each group, an all-reduce
 * of each chunk across the groups, and an all-gather inside each group. Only a g-th of the vector
 * leaves a rank for another group of g ranks, where links are slower.
 *
 * <p>A group has as many ranks as the largest divisor of p that is not above its root; where that
 * is 1, there is one group of all.
 *
 * <p>Order of summation of a chunk: the ranks of a group as in {@link TwoShot}, then the groups as
 * in {@link Ring}; each chunk is summed in one place.
 *
 * <p>Time for n bytes: 2·α + 2·(g−1)/g·n·β inside, and 2(p/g−1)·α' + 2·(p/g−1)/(p/g)·n/g·β' across,
 * besides (p−1)/p·n·γ.
 *
 * <p>Source: the two-level scheme of MagPIe (T. Kielmann and others, PPoPP 1999) in the form that
 * deep learning uses, e.g. X. Jia and others, arXiv 1807.11205. Stateless and thread-safe.
 */
public final class Hierarchical implements AllReduceAlgorithm {
  private final Ring across = new Ring();

  @Override
  public String name() {
    return "hierarchical";
  }

  @Override
  public Schedule allReduce(int ranks, long count) {
    if (ranks == 1) {
      return Schedules.alone(count);
    }
    int group = groupSize(ranks);
    return Schedules.perRank(ranks, rank -> steps(rank, ranks, group, count));
  }

  /** 2(g−1)·count in each of p/g groups, and 2(p/g−1)·count across them. */
  @Override
  public long elementsMoved(int ranks, long count) {
    return 2L * (ranks - 1) * count;
  }

  private List<Step> steps(int rank, int ranks, int group, long count) {
    List<Region> input = Region.of(INPUT, new Chunks(count, group));
    List<Region> output = Region.of(OUTPUT, new Chunks(count, group));
    int local = rank % group;
    Region mine = output.get(local);
    List<Integer> inside = IntStream.range(0, group).mapToObj(i -> rank - local + i).toList();
    List<Integer> peers =
        IntStream.range(0, ranks / group).mapToObj(i -> i * group + local).toList();
    List<Region> whole = List.of(new Region(INPUT, 0, count), new Region(OUTPUT, 0, count));
    List<Step> first = new ArrayList<>();
    Schedules.addTogether(first, TwoShot.reduceScatter(local, input, mine));
    List<Step> steps = new ArrayList<>(Schedules.inGroup(first, inside, whole));
    if (peers.size() > 1) {
      List<Step> ring =
          across
              .schedule(CollectiveKind.ALL_REDUCE, peers.size(), mine.count())
              .steps(rank / group);
      steps.addAll(Schedules.inGroup(ring, peers, List.of(mine, mine)));
    }
    List<Step> last = new ArrayList<>();
    Schedules.addTogether(last, TwoShot.allGather(local, output));
    steps.addAll(Schedules.inGroup(last, inside, whole));
    return steps;
  }

  private static int groupSize(int ranks) {
    return IntStream.iterate((int) Math.sqrt(ranks), size -> size > 1, size -> size - 1)
        .filter(size -> ranks % size == 0)
        .findFirst()
        .orElse(ranks);
  }
}
