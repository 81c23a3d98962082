package dev.muster.kernels.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamTest {
  private static final int ROUNDS = 200;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void noThreadPassesABarrierBeforeAllHaveCome(int threads) {
    AtomicReference<Team> team = new AtomicReference<>();
    AtomicInteger arrived = new AtomicInteger();
    AtomicInteger early = new AtomicInteger();
    team.set(
        Team.of(
            threads,
            thread -> {
              for (int round = 1; round <= ROUNDS; round++) {
                arrived.incrementAndGet();
                team.get().barrier();
                if (arrived.get() < round * threads) {
                  early.incrementAndGet();
                }
                team.get().barrier();
              }
            }));
    try (Team open = team.get()) {
      open.run();
    }
    assertEquals(ROUNDS * threads, arrived.get());
    assertEquals(0, early.get());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void everyRunIsDoneOnEveryThread(int threads) {
    AtomicInteger sum = new AtomicInteger();
    try (Team team = Team.of(threads, thread -> sum.addAndGet(thread + 1))) {
      for (int run = 0; run < ROUNDS; run++) {
        team.run();
      }
    }
    assertEquals(ROUNDS * threads * (threads + 1) / 2, sum.get());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aThreadThatThrowsEndsTheRunOfAll(int failing) {
    AtomicReference<Team> team = new AtomicReference<>();
    team.set(
        Team.of(
            2,
            thread -> {
              if (thread == failing) {
                throw new IllegalArgumentException("thread " + thread);
              }
              team.get().barrier();
            }));
    try (Team open = team.get()) {
      assertThrows(IllegalStateException.class, open::run);
    }
  }
}
