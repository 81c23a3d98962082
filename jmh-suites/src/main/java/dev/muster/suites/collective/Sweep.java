package dev.muster.suites.collective;

import dev.muster.bridge.os.AdvisedArena;
import dev.muster.bridge.os.Memory;
import dev.muster.kernels.kernel.CacheSizes;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Support;
import dev.muster.offload.collective.CollectiveAlgorithms;
import dev.muster.offload.collective.Schedules;
import dev.muster.offload.mpi.MpiPool;
import dev.muster.offload.pool.BoundPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Measures a collective size by size, as nccl-tests does: calls in a row between two barriers,
 * divided by their number, of the slowest rank; checked before it is timed, with other operands for
 * each row of calls.
 *
 * <p>Every decision follows from figures that all ranks of a job have alike, so that they take the
 * same ones.
 */
final class Sweep {
  /**
   * What a plan is warmed up with before its first size: short and long vectors, with and without a
   * rest that fills no vector register. Whatever was not run yet would be compiled while it is
   * timed.
   */
  private static final List<Long> WARM_UP_BYTES = List.of(24L, 320L, 4_120L, 65_560L);

  /** Of each of these, as a multiple of the time for a size. */
  private static final double PLAN_WARM_UPS = 2.5;

  /** Vectors this many times as large as the caches that a core has for itself are elsewhere. */
  private static final long OWN_CACHES = 4;

  private static final long OWN_CACHE_BYTES = CacheSizes.here().l2Bytes();
  private static final long BATCH_NANOS_MIN = 2_000_000;
  private static final int CALLS_MAX = 50_000;
  private static final byte POISON = (byte) 0xA5;

  private final SweepSpec spec;
  private final Ranks ranks;
  private final Set<String> warmPlans = new HashSet<>();

  Sweep(SweepSpec spec, Ranks ranks) {
    this.spec = spec;
    this.ranks = ranks;
  }

  /**
   * Measures all rows.
   *
   * @param each is given each as soon as it is measured
   */
  void rows(Consumer<SweepRow> each) {
    spec.turns().stream().map(this::row).forEach(each);
  }

  private SweepRow row(SweepSpec.Turn turn) {
    if (warmPlans.add(turn.plan())) {
      WARM_UP_BYTES.forEach(bytes -> warmUp(new SweepSpec.Turn(bytes, turn.plan())));
    }
    return measured(turn).row();
  }

  private void warmUp(SweepSpec.Turn turn) {
    measured(turn).warmUpBothPlacements();
  }

  private long warmUpNanos(double times) {
    return (long) (times * spec.warmUpSeconds() * 1e9);
  }

  private Measured measured(SweepSpec.Turn turn) {
    Collective problem = spec.problem(turn.bytes(), ranks.pool().ranks());
    if (ranks.pool().supports(problem, turn.parsedPlan(), spec.kernel()) instanceof Support.No no) {
      throw new SweepException("[unsupported] " + no.reason());
    }
    requireMemory(turn, problem);
    return new Measured(turn, problem, new Pattern(problem, ranks.pool().ranks()));
  }

  private long scratchCount(SweepSpec.Turn turn, Collective problem) {
    return turn.plan().equals(MpiPool.LIBRARY)
        ? 0
        : Schedules.scratchCount(
            CollectiveAlgorithms.find(turn.plan()), problem, ranks.pool().ranks());
  }

  /** Of every process, so that all of a job take the same decision. */
  private void requireMemory(SweepSpec.Turn turn, Collective problem) {
    int all = ranks.pool().ranks();
    long scratchBytes = scratchCount(turn, problem) * problem.dtype().bytes();
    long bytes = (problem.operandBytes(all) / all + scratchBytes) * ranks.here();
    long freeBytes = Memory.availableBytes();
    if (ranks.sum(bytes > freeBytes ? 1 : 0) > 0) {
      throw new SweepException(
          "vectors of '%s' take %d MiB in a process, and %d MiB are free in this one"
              .formatted(problem.text(), bytes >> 20, freeBytes >> 20));
    }
  }

  /** One size. */
  private final class Measured {
    private final SweepSpec.Turn turn;
    private final Collective problem;
    private final Pattern pattern;
    private long wireBytes;

    Measured(SweepSpec.Turn turn, Collective problem, Pattern pattern) {
      this.turn = turn;
      this.problem = problem;
      this.pattern = pattern;
    }

    SweepRow row() {
      List<Double> streamMicros = new ArrayList<>();
      SweepRow.Timing outOfPlace =
          withBound(
              false,
              (bound, operands) -> {
                SweepRow.Timing timing = timing(bound, operands);
                streamMicros.addAll(streamMicros(operands));
                return timing;
              });
      SweepRow.Timing inPlace = hasInPlace() ? withBound(true, this::timing) : SweepRow.Timing.NONE;
      return new SweepRow(
          problem.bytes(), problem.count(), wireBytes, streamMicros, outOfPlace, inPlace);
    }

    /**
     * MPI leaves the part of a rank at the beginning of its vector, and not at its place; of blocks
     * none is the place.
     */
    private boolean hasInPlace() {
      boolean moved =
          turn.plan().equals(MpiPool.LIBRARY) && problem.kind() == CollectiveKind.REDUCE_SCATTER;
      return !moved && problem.blocks() == 0;
    }

    void warmUpBothPlacements() {
      withBound(false, (bound, _) -> warmUp(bound, warmUpNanos(PLAN_WARM_UPS)));
      if (hasInPlace()) {
        withBound(true, (bound, _) -> warmUp(bound, warmUpNanos(PLAN_WARM_UPS)));
      }
    }

    private <T> T withBound(boolean inPlace, BiFunction<BoundPlan, Operands, T> use) {
      try (AdvisedArena arena = new AdvisedArena()) {
        Operands operands =
            problem.allocate(arena, ranks.first(), ranks.here(), ranks.pool().ranks());
        Operands placed = inPlace ? new Operands(operands.inputs(), operands.inputs()) : operands;
        try (BoundPlan bound =
            ranks.pool().bind(problem, turn.parsedPlan(), spec.kernel(), placed)) {
          wireBytes = bound.wireBytes();
          fill(placed, 0);
          bound.load();
          return use.apply(bound, placed);
        }
      }
    }

    private SweepRow.Timing timing(BoundPlan bound, Operands operands) {
      int calls = callsInARow(warmUp(bound, warmUpNanos(1)));
      List<Double> micros = new ArrayList<>();
      List<Double> singles = new ArrayList<>();
      long wrong = spec.check() ? 0 : -1;
      for (int batch = 1; batch <= spec.batches(); batch++) {
        poison(operands);
        fill(operands, batch);
        bound.load();
        singles.add(bound.nanosBackToBack(1) * 1e-3);
        if (spec.check()) {
          bound.store();
          wrong = Math.max(wrong, wrongCount(operands, batch));
        }
        bound.nanosBackToBack(Math.max(1, spec.warmups()));
        micros.add(bound.nanosBackToBack(calls) * 1e-3 / calls);
      }
      return new SweepRow.Timing(micros, singles, wrong);
    }

    private List<Double> streamMicros(Operands operands) {
      boolean inOwnCaches =
          problem.operandBytes(ranks.here()) <= OWN_CACHES * ranks.here() * OWN_CACHE_BYTES;
      if (inOwnCaches || problem.blocks() > 0) {
        return List.of();
      }
      return ranks.pool().bindStream(operands).map(this::streamMicros).orElse(List.of());
    }

    private List<Double> streamMicros(BoundPlan copies) {
      try (copies) {
        int calls = callsInARow(warmUp(copies, warmUpNanos(1)));
        List<Double> micros = new ArrayList<>();
        for (int batch = 0; batch < spec.batches(); batch++) {
          micros.add(copies.nanosBackToBack(calls) * 1e-3 / calls);
        }
        return micros;
      }
    }

    /** So that an answer of the batch before is none. */
    private void poison(Operands operands) {
      operands.outputs().forEach(output -> output.segment().fill(POISON));
    }

    private void fill(Operands operands, int batch) {
      for (int i = 0; i < ranks.here(); i++) {
        pattern.fill(operands.input(i), ranks.first() + i, batch);
      }
    }

    private long wrongCount(Operands operands, int batch) {
      long wrong = 0;
      for (int i = 0; i < ranks.here(); i++) {
        wrong += pattern.wrongCount(operands.output(i), ranks.first() + i, batch);
      }
      return ranks.sum(wrong);
    }

    /**
     * Runs until HotSpot has compiled what runs. In between, the ranks leave their cores to its
     * compiler, which would else wait for them.
     *
     * @return nanoseconds of a call
     */
    private double warmUp(BoundPlan bound, long limit) {
      int calls = Math.max(1, spec.warmups());
      long total = 0;
      long nanos = bound.nanosBackToBack(calls);
      while (total + nanos < limit) {
        total += nanos;
        pause(nanos);
        calls = nanos < BATCH_NANOS_MIN ? Math.min(CALLS_MAX, 2 * calls) : calls;
        nanos = bound.nanosBackToBack(calls);
      }
      return Math.max(1, nanos) / (double) calls;
    }

    private static void pause(long nanos) {
      try {
        Thread.sleep(Duration.ofNanos(Math.min(nanos, BATCH_NANOS_MIN)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SweepException("interrupted");
      }
    }

    private int callsInARow(double nanosOfCall) {
      return (int) Math.max(spec.iterations(), Math.min(BATCH_NANOS_MIN / nanosOfCall, CALLS_MAX));
    }
  }
}
