package dev.muster.offload.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.CollectiveKind;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleFactsTest {
  private static final int RANKS_MAX = 33;

  /** A rank sends to one other at a time. */
  private static final Set<String> ONE_PORT =
      Set.of("ring", "recursive-doubling", "rabenseifner", "swing");

  static Stream<Arguments> algorithmsAndRanks() {
    return CollectiveAlgorithms.of(CollectiveKind.ALL_REDUCE).stream()
        .flatMap(
            algorithm ->
                IntStream.rangeClosed(1, RANKS_MAX)
                    .mapToObj(ranks -> Arguments.of(algorithm.name(), ranks)));
  }

  private static ScheduleFacts facts(String name, int ranks, long count) {
    return ScheduleFacts.of(
        CollectiveAlgorithms.find(name).schedule(CollectiveKind.ALL_REDUCE, ranks, count), count);
  }

  @ParameterizedTest
  @CsvSource({
    "ring, 8, 14, 1400, 700",
    "recursive-doubling, 8, 3, 2400, 2400",
    "rabenseifner, 8, 6, 1400, 700",
    "two-shot, 8, 2, 1400, 700",
    "one-shot, 8, 1, 5600, 5600",
    "shared-memory, 8, 2, 1400, 700"
  })
  void factsAreThoseOfThePaper(String name, int ranks, int rounds, long sent, long reduced) {
    ScheduleFacts facts = facts(name, ranks, 800);
    assertEquals(rounds, facts.rounds());
    assertEquals(sent, facts.sentCount());
    assertEquals(reduced, facts.reducedCount());
  }

  @ParameterizedTest
  @MethodSource("algorithmsAndRanks")
  void noScheduleBeatsTheBounds(String name, int ranks) {
    ScheduleFacts facts = facts(name, ranks, 1009);
    if (ONE_PORT.contains(name)) {
      assertTrue(facts.rounds() >= facts.roundsMin(), facts::toString);
    }
    assertTrue(facts.sentCount() >= Math.floor(facts.sentCountMin()), facts::toString);
    assertTrue(facts.reducedCount() >= Math.floor(facts.reducedCountMin()), facts::toString);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 1", "3, 2", "8, 3", "9, 4"})
  void knowledgeDoublesInARound(int ranks, int rounds) {
    assertEquals(rounds, facts("ring", ranks, 9).roundsMin());
  }
}
