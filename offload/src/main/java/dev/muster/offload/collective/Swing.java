package dev.muster.offload.collective;

import dev.muster.kernels.problem.Chunks;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All-reduce by halving and doubling between ranks that are near each other on a ring or torus: in
 * round s a rank's peer is ρ(s) = (1 − (−2)^(s+1))/3 places ahead if the rank is even, behind if it
 * is odd: at distances 1, 1, 3, 5, 11, …, where {@link Rabenseifner} has 1, 2, 4, 8, 16.
 *
 * <p>A rank sends in each round the chunks that its peer will answer for, itself or through those
 * it meets later. They are not neighbours, so that a round has several transfers.
 *
 * <p>Time for n bytes: 2·log₂ p·α + 2·(p−1)/p·n·β + (p−1)/p·n·γ for p a power of two, where links
 * are not shared; on a torus fewer messages meet on a link than with {@link Rabenseifner}. For
 * other p here with the {@link Fold}, where the paper has a shorter way for even p.
 *
 * <p>Source: D. De Sensi, T. Bonato, D. Saam, T. Hoefler, Swing: Short-cutting rings for higher
 * bandwidth allreduce, NSDI 2024 (arXiv 2401.09356). Stateless and thread-safe.
 */
public final class Swing implements AllReduceAlgorithm {

  @Override
  public String name() {
    return "swing";
  }

  @Override
  public Schedule allReduce(int ranks, long count) {
    Fold fold = new Fold(ranks);
    Chunks chunks = new Chunks(count, fold.core());
    return fold.around(count, (place, own) -> steps(fold, place, own, chunks));
  }

  /** (q−1)·count in each half for the q that take part, and 2(p−q)·count for the fold. */
  @Override
  public long elementsMoved(int ranks, long count) {
    return 2L * (ranks - 1) * count;
  }

  private static List<Step> steps(Fold fold, int place, int own, Chunks chunks) {
    int ranks = chunks.parts();
    int rounds = Integer.numberOfTrailingZeros(ranks);
    List<Step> steps = new ArrayList<>();
    int buffer = own;
    for (int round = 0; round < rounds; round++) {
      int peer = peer(place, round, ranks);
      List<Step.Transfer> transfers = new ArrayList<>();
      for (Region given : regions(chunks, buffer, answersFor(peer, round + 1, ranks))) {
        transfers.add(new Step.Send(fold.rank(peer), given));
      }
      for (Region sum : regions(chunks, OUTPUT, answersFor(place, round + 1, ranks))) {
        Region kept = new Region(buffer, sum.offset(), sum.count());
        transfers.add(new Step.ReceiveReduce(fold.rank(peer), kept, sum));
      }
      Schedules.addTogether(steps, transfers);
      buffer = OUTPUT;
    }
    for (int round = rounds - 1; round >= 0; round--) {
      int peer = peer(place, round, ranks);
      List<Step.Transfer> transfers = new ArrayList<>();
      for (Region known : regions(chunks, OUTPUT, answersFor(place, round + 1, ranks))) {
        transfers.add(new Step.Send(fold.rank(peer), known));
      }
      for (Region missing : regions(chunks, OUTPUT, answersFor(peer, round + 1, ranks))) {
        transfers.add(new Step.Receive(fold.rank(peer), missing));
      }
      Schedules.addTogether(steps, transfers);
    }
    return steps;
  }

  private static int peer(int place, int round, int ranks) {
    int distance = 0;
    int power = 1;
    for (int i = 0; i <= round; i++) {
      distance += power;
      power *= -2;
    }
    return Math.floorMod(place % 2 == 0 ? place + distance : place - distance, ranks);
  }

  /** The chunks that a rank ends with, itself or through its peers from this round on. */
  private static SortedSet<Integer> answersFor(int place, int round, int ranks) {
    if (1 << round == ranks) {
      return new TreeSet<>(List.of(place));
    }
    SortedSet<Integer> chunks = answersFor(place, round + 1, ranks);
    chunks.addAll(answersFor(peer(place, round, ranks), round + 1, ranks));
    return chunks;
  }

  /** Chunks as regions, those that follow each other as one. */
  private static List<Region> regions(Chunks chunks, int buffer, SortedSet<Integer> parts) {
    List<Region> regions = new ArrayList<>();
    for (int part : parts) {
      long start = chunks.start(part);
      long count = chunks.count(part);
      if (!regions.isEmpty() && regions.getLast().end() == start) {
        Region before = regions.removeLast();
        regions.add(new Region(buffer, before.offset(), before.count() + count));
      } else {
        regions.add(new Region(buffer, start, count));
      }
    }
    return regions;
  }
}
