package dev.muster.offload.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.problem.Verdict;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.offload.plan.Plan;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagedLinkTest {
  private static final long SECONDS = 60;

  /** Without an element, with one, of a piece, of pieces and the beginning of one more. */
  @ParameterizedTest
  @CsvSource({
    "2, false, allreduce:f32:sum:4B, ring",
    "2, true, allreduce:f32:sum:4B, ring",
    "2, false, broadcast:f32:2MiB:root=1, binomial-tree",
    "2, false, allreduce:f64:sum:8388624B, ring",
    "2, true, allreduce:f64:sum:8388624B, ring",
    "3, false, allreduce:i32:avg:14680072B, ring",
    "3, true, allreduce:i32:avg:14680072B, double-binary-tree",
    "3, false, all-to-all:f32:12MiB, pairwise",
    "4, false, allreduce:bf16:max:4194308B, rabenseifner",
    "2, true, matmul:f32:700x500x90:beta=0.5, 'sm3,pk2;ring'"
  })
  void everyRankHasTheAnswerAgainAndAgain(int ranks, boolean writes, String problem, String plan) {
    try (Pool pool = new ApartPool(ranks, _ -> new ApartDevice(writes))) {
      assertRunsTwice(pool, Problems.parse(problem), plan);
    }
  }

  /** The sender brings no piece but the first before the receiver has fetched one. */
  @Test
  void oneFetchesAPieceWhileTheOtherBringsTheNext() {
    List<Long> offsets = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch fetched = new CountDownLatch(1);
    long count = 3 * StagedLink.PIECE_BYTES / Float.BYTES + 1;
    try (Pool pool =
        new ApartPool(
            2, rank -> rank == 0 ? new Sender(fetched) : new Receiver(fetched, offsets))) {
      assertRunsTwice(
          pool,
          Problems.parse("broadcast:f32:%dB".formatted(count * Float.BYTES)),
          "binomial-tree");
    }
    List<Long> once = List.of(0L, count / 3, count / 3 * 2, count - 1);
    List<Long> twice = new ArrayList<>(once);
    twice.addAll(once);
    assertEquals(twice, offsets);
  }

  private static void assertRunsTwice(Pool pool, Problem problem, String plan) {
    try (Arena arena = Arena.ofShared()) {
      Operands operands = problem.allocate(arena, pool.ranks());
      try (BoundPlan bound = pool.bind(problem, Plan.parse(plan), "vector", operands)) {
        for (int time = 0; time < 2; time++) {
          Fill fill = problem.exactFill(pool.ranks()).repetition(time);
          problem.fill(operands, fill);
          bound.load();
          bound.run();
          bound.store();
          Verdict verdict = problem.judge(operands, fill);
          assertTrue(verdict.correct(), () -> problem.text() + ": " + verdict);
        }
      }
    }
  }

  /** Waits before it brings what does not begin a message. */
  private static final class Sender extends ApartDevice {
    private final CountDownLatch fetched;

    Sender(CountDownLatch fetched) {
      super(false);
      this.fetched = fetched;
    }

    @Override
    public Operation toHost(DeviceMatrix from, long offset, Matrix host) {
      Operation copy = super.toHost(from, offset, host);
      return () -> {
        if (offset > 0) {
          assertTrue(await(), "the receiver has not fetched the first piece");
        }
        copy.run();
      };
    }

    private boolean await() {
      try {
        return fetched.await(SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /** Notes where it fetches to. */
  private static final class Receiver extends ApartDevice {
    private final CountDownLatch fetched;
    private final List<Long> offsets;

    Receiver(CountDownLatch fetched, List<Long> offsets) {
      super(false);
      this.fetched = fetched;
      this.offsets = offsets;
    }

    @Override
    public Operation fromHost(Matrix host, DeviceMatrix into, long offset) {
      Operation copy = super.fromHost(host, into, offset);
      return () -> {
        copy.run();
        offsets.add(offset);
        fetched.countDown();
      };
    }
  }
}
