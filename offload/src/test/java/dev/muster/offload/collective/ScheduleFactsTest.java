package dev.muster.offload.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleFactsTest {
  /** A rank sends to one other at a time. */
  private static final Set<String> ONE_PORT =
      Set.of("ring", "recursive-doubling", "rabenseifner", "swing", "binomial-tree", "pairwise");

  private static ScheduleFacts facts(String name, CollectiveKind kind, int ranks, long count) {
    return ScheduleFacts.of(
        CollectiveAlgorithms.find(name),
        new Collective(kind, DType.F32, ReduceOp.SUM, count, 0),
        ranks);
  }

  @ParameterizedTest
  @CsvSource({
    "ring, ALL_REDUCE, 14, 1400, 700",
    "recursive-doubling, ALL_REDUCE, 3, 2400, 2400",
    "rabenseifner, ALL_REDUCE, 6, 1400, 700",
    "two-shot, ALL_REDUCE, 2, 1400, 700",
    "one-shot, ALL_REDUCE, 1, 5600, 5600",
    "shared-memory, ALL_REDUCE, 2, 1400, 700",
    "fixed-tree, ALL_REDUCE, 2, 1400, 700",
    "ring, REDUCE_SCATTER, 7, 700, 700",
    "two-shot, ALL_GATHER, 1, 700, 0",
    "binomial-tree, BROADCAST, 3, 2400, 0",
    "binomial-tree, REDUCE, 3, 800, 2400",
    "pairwise, ALL_TO_ALL, 7, 700, 0"
  })
  void factsAreThoseOfThePaper(
      String name, CollectiveKind kind, int rounds, long sent, long reduced) {
    ScheduleFacts facts = facts(name, kind, 8, 800);
    assertEquals(rounds, facts.rounds());
    assertEquals(sent, facts.sentCount());
    assertEquals(reduced, facts.reducedCount());
  }

  @ParameterizedTest
  @MethodSource("dev.muster.offload.collective.CollectiveAlgorithmTest#algorithmsAndRanks")
  void noScheduleBeatsTheBounds(String name, CollectiveKind kind, int ranks) {
    ScheduleFacts facts = facts(name, kind, ranks, 1009);
    if (ONE_PORT.contains(name)) {
      assertTrue(facts.rounds() >= facts.roundsMin(), facts::toString);
    }
    double whole = 1009 - 1009 % ranks;
    double evenly = kind == CollectiveKind.ALL_TO_ALL ? whole / 1009 : 1;
    assertTrue(facts.sentCount() >= Math.floor(evenly * facts.sentCountMin()), facts::toString);
    assertTrue(facts.reducedCount() >= Math.floor(facts.reducedCountMin()), facts::toString);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 1", "3, 2", "8, 3", "9, 4"})
  void knowledgeDoublesInARound(int ranks, int rounds) {
    assertEquals(rounds, facts("ring", CollectiveKind.ALL_REDUCE, ranks, 9).roundsMin());
  }
}
