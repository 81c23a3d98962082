package dev.muster.offload.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every collective must keep, whoever wrote it. */
class CollectiveAlgorithmTest {
  private static final int RANKS_MAX = 33;

  static List<CollectiveAlgorithm> algorithms() {
    return CollectiveAlgorithms.all();
  }

  static Stream<Arguments> algorithmsAndRanks() {
    return algorithms().stream()
        .flatMap(
            algorithm ->
                algorithm.kinds().stream()
                    .sorted()
                    .flatMap(
                        kind ->
                            IntStream.rangeClosed(1, RANKS_MAX)
                                .mapToObj(ranks -> Arguments.of(algorithm.name(), kind, ranks))));
  }

  static Stream<Arguments> algorithmsAndKinds() {
    return algorithms().stream()
        .flatMap(
            algorithm ->
                algorithm.kinds().stream()
                    .sorted()
                    .map(kind -> Arguments.of(algorithm.name(), kind)));
  }

  @ParameterizedTest(name = "{1} by {0} over {2} ranks")
  @MethodSource("algorithmsAndRanks")
  void everyRankEndsWithWhatItsKindSays(String name, CollectiveKind kind, int ranks) {
    CollectiveAlgorithm algorithm = CollectiveAlgorithms.find(name);
    LongStream.of(0, 1, ranks - 1, ranks, ranks + 1, 61, 1009)
        .distinct()
        .forEach(count -> Prover.prove(algorithm, kind, ranks, count));
  }

  @ParameterizedTest(name = "{1} by {0}")
  @MethodSource("algorithmsAndKinds")
  void meansAreDividedOnceAndAnyRankMayBeTheRoot(String name, CollectiveKind kind) {
    CollectiveAlgorithm algorithm = CollectiveAlgorithms.find(name);
    ReduceOp op = kind.combines() ? ReduceOp.AVG : ReduceOp.SUM;
    for (int ranks = 1; ranks <= 9; ranks++) {
      int roots = kind.hasRoot() ? ranks : 1;
      for (int root = 0; root < roots; root++) {
        Prover.prove(algorithm, new Collective(kind, DType.F32, op, 13, 0).withRoot(root), ranks);
      }
    }
  }

  @ParameterizedTest(name = "{1} by {0} over {2} ranks")
  @MethodSource("algorithmsAndRanks")
  void noTransferIsEmpty(String name, CollectiveKind kind, int ranks) {
    Schedule schedule = CollectiveAlgorithms.find(name).schedule(kind, ranks, ranks / 2);
    schedule.steps().stream()
        .flatMap(List::stream)
        .flatMap(step -> step instanceof Step.Together t ? t.transfers().stream() : Stream.of(step))
        .filter(Step.Transfer.class::isInstance)
        .map(Step.Transfer.class::cast)
        .forEach(transfer -> assertTrue(transfer.region().count() > 0, transfer::toString));
  }

  @ParameterizedTest(name = "{1} by {0}")
  @MethodSource("algorithmsAndKinds")
  void noStepIsSuperfluous(String name, CollectiveKind kind) {
    CollectiveAlgorithm algorithm = CollectiveAlgorithms.find(name);
    Schedule whole = algorithm.schedule(kind, 4, 9);
    for (int rank = 0; rank < whole.ranks(); rank++) {
      for (int step = 0; step < whole.steps(rank).size(); step++) {
        Schedule broken = without(whole, rank, step);
        long moved = broken.elementsMoved();
        long scratch = algorithm.scratchCount(4, 9);
        assertThrows(
            BrokenScheduleError.class,
            () -> Prover.prove(kind, broken, 9, scratch, moved),
            broken::toString);
      }
    }
  }

  @ParameterizedTest(name = "{1} by {0}")
  @MethodSource("algorithmsAndKinds")
  void nothingIsDoneForNothing(String name, CollectiveKind kind) {
    Schedule schedule = CollectiveAlgorithms.find(name).schedule(kind, 5, 0);
    assertTrue(schedule.steps().stream().allMatch(List::isEmpty));
  }

  static List<CollectiveAlgorithm> allReduces() {
    return CollectiveAlgorithms.of(CollectiveKind.ALL_REDUCE);
  }

  @ParameterizedTest
  @MethodSource("allReduces")
  void allRanksEndWithTheSameBitsInEveryOrder(CollectiveAlgorithm algorithm) {
    int ranks = 7;
    int count = 61;
    List<double[]> answers =
        Stream.of(Order.eagerFirst(), Order.lazyLast(), Order.random(7))
            .flatMap(order -> Arrays.stream(reals(algorithm, ranks, count, order)))
            .toList();
    for (double[] answer : answers) {
      assertArrayEquals(answers.getFirst(), answer);
    }
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void namesAreUniqueAndCanStandInAPlan(CollectiveAlgorithm algorithm) {
    assertTrue(algorithm.name().matches("[a-z][a-z0-9-]*"), algorithm.name());
    assertSame(algorithm, CollectiveAlgorithms.find(algorithm.name()));
  }

  private static Schedule without(Schedule whole, int rank, int step) {
    List<List<Step>> steps = new ArrayList<>(whole.steps());
    List<Step> left = new ArrayList<>(whole.steps(rank));
    left.remove(step);
    steps.set(rank, left);
    return new Schedule(steps);
  }

  /** The outputs of all ranks for uniform reals, which round at every addition. */
  static double[][] reals(CollectiveAlgorithm algorithm, int ranks, int count, Order order) {
    SplittableRandom random = new SplittableRandom(61);
    double[][][] memory = new double[ranks][][];
    for (int rank = 0; rank < ranks; rank++) {
      memory[rank] =
          new double[][] {
            random.doubles(count).toArray(),
            new double[count],
            new double[(int) algorithm.scratchCount(ranks, count)]
          };
    }
    Schedule schedule = algorithm.schedule(CollectiveKind.ALL_REDUCE, ranks, count);
    Rendezvous.run(schedule, order, new Numbers(memory, (_, _, _) -> {}));
    return Arrays.stream(memory)
        .map(buffers -> buffers[CollectiveAlgorithm.OUTPUT])
        .toArray(double[][]::new);
  }
}
