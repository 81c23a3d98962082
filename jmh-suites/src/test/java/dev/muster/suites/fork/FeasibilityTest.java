package dev.muster.suites.fork;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.suites.RunLine;
import org.junit.jupiter.api.Test;

class FeasibilityTest {
  private static final long GIB = 1L << 30;

  private static RunLine allReduce(String size) {
    return RunLine.parse("allreduce:f32:sum:%s | ring | cpu:4 | vector".formatted(size));
  }

  @Test
  void operandsOfAllRanksCount() {
    long neededBytes = 2 * 4 * GIB;
    assertDoesNotThrow(() -> Feasibility.requireMemory(allReduce("1GiB"), 4, neededBytes));
    BadInputException refused =
        assertThrows(
            BadInputException.class,
            () -> Feasibility.requireMemory(allReduce("1GiB"), 4, neededBytes - GIB / 2));
    assertEquals(
        "operands of 'allreduce:f32:sum:1GiB' on 'cpu:4' take 8.0 GiB, and 7.5 GiB are free;"
            + " legal: a smaller problem",
        refused.getMessage());
  }

  @Test
  void whatCannotBeCountedIsTooMuch() {
    assertThrows(
        BadInputException.class,
        () -> Feasibility.requireMemory(allReduce("4000000TiB"), 4, Long.MAX_VALUE));
  }
}
