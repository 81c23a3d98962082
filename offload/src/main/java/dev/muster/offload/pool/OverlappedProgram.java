package dev.muster.offload.pool;

import dev.muster.offload.pool.Timeline.Activity;
import dev.muster.offload.pool.Timeline.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Products and joins of one rank side by side: a thread of its own computes the tiles in order, and
 * the calling thread joins each part of C as soon as its last tile is computed. Spans of the two
 * overlap; the time in which the joins wait for a tile is {@link Activity#WAIT}.
 */
public final class OverlappedProgram implements Program, AutoCloseable {
  private static final long STACK_BYTES = 16L << 20;

  /** A tile takes long enough for this. */
  private static final long LOOK_NANOS = 20_000;

  /**
   * One part of C.
   *
   * @param tilesBefore tiles that have to be computed before
   * @param steps that join it
   */
  public record Join(int tilesBefore, List<RankProgram.Line> steps) {
    public Join {
      steps = List.copyOf(steps);
    }
  }

  private final List<Operation> tiles;
  private final List<Join> joins;
  private final ExecutorService computing;
  private final AtomicInteger computed = new AtomicInteger();
  private List<Span> spans = List.of();
  private long startNanos;
  private long endNanos;

  public OverlappedProgram(List<Operation> tiles, List<Join> joins) {
    this.tiles = List.copyOf(tiles);
    this.joins = List.copyOf(joins);
    this.computing =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(null, task, "computing", STACK_BYTES);
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void run() {
    run(Clock.real());
  }

  @Override
  public void run(Clock clock) {
    computed.set(0);
    startNanos = clock.nanos();
    Future<List<Span>> products = computing.submit(() -> computeAll(clock));
    List<Span> all = new ArrayList<>();
    for (Join join : joins) {
      long begin = clock.nanos();
      awaitTiles(join.tilesBefore, products);
      all.add(new Span(Activity.WAIT, begin, clock.nanos()));
      for (RankProgram.Line step : join.steps) {
        long stepBegin = clock.nanos();
        step.operation().run();
        all.add(new Span(step.activity(), stepBegin, clock.nanos()));
      }
    }
    all.addAll(result(products));
    endNanos = clock.nanos();
    all.sort(Comparator.comparingLong(Span::startNanos));
    spans = List.copyOf(all);
  }

  private List<Span> computeAll(Clock clock) {
    List<Span> products = new ArrayList<>();
    for (Operation tile : tiles) {
      long begin = clock.nanos();
      tile.run();
      products.add(new Span(Activity.COMPUTE, begin, clock.nanos()));
      computed.incrementAndGet();
    }
    return products;
  }

  private void awaitTiles(int count, Future<?> products) {
    while (computed.get() < count) {
      if (products.isDone()) {
        result(products);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a product failed: " + e.getCause(), e);
    }
  }

  @Override
  public long startNanos() {
    return startNanos;
  }

  @Override
  public long endNanos() {
    return endNanos;
  }

  @Override
  public List<Span> spans() {
    return spans;
  }

  /** When its last product is done. */
  @Override
  public void close() {
    computing.close();
  }
}
