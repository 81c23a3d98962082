package dev.muster.offload.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class RankTeamTest {

  @Test
  void everyRankRunsEveryTaskOnce() {
    try (RankTeam team = new RankTeam("test", 4, 2, _ -> {})) {
      AtomicIntegerArray runs = new AtomicIntegerArray(4);
      for (int i = 0; i < 500; i++) {
        team.run(runs::incrementAndGet);
      }
      for (int rank = 0; rank < 4; rank++) {
        assertEquals(500, runs.get(rank));
      }
    }
  }

  @Test
  void nobodyPassesTheBarrierBeforeAllHaveCome() {
    try (RankTeam team = new RankTeam("test", 3, 2, _ -> {})) {
      AtomicInteger come = new AtomicInteger();
      AtomicInteger tooFew = new AtomicInteger();
      for (int i = 1; i <= 200; i++) {
        int expected = 3 * i;
        team.run(
            rank -> {
              come.incrementAndGet();
              team.barrier(rank);
              if (come.get() < expected) {
                tooFew.incrementAndGet();
              }
              team.barrier(rank);
            });
      }
      assertEquals(0, tooFew.get());
    }
  }

  @Test
  void aRankThatFailsEndsTheWaitOfTheOthers() {
    try (RankTeam team = new RankTeam("test", 3, 2, _ -> {})) {
      RankFailedException failure =
          assertThrows(
              RankFailedException.class,
              () ->
                  assertTimeoutPreemptively(
                      Duration.ofSeconds(10), () -> team.run(rank -> failOrWait(team, rank))));
      assertTrue(failure.getMessage().contains("rank 1: deliberate"), failure.getMessage());
    }
  }

  private static void failOrWait(RankTeam team, int rank) {
    if (rank == 1) {
      throw new IllegalStateException("deliberate");
    }
    team.barrier(rank);
  }

  @Test
  void sixtyFourRanksOnTwoCoresFinish() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          try (RankTeam team = new RankTeam("test", 64, 2, _ -> {})) {
            for (int i = 0; i < 20; i++) {
              team.run(team::barrier);
            }
          }
        });
  }
}
