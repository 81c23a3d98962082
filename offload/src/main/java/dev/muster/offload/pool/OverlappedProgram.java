package dev.muster.offload.pool;

import dev.muster.offload.collective.Step;
import dev.muster.offload.plan.ProductSchedule;
import dev.muster.offload.plan.Tile;
import dev.muster.offload.pool.Timeline.Activity;
import dev.muster.offload.pool.Timeline.Span;
import dev.muster.offload.pool.Trace.Part;
import dev.muster.offload.pool.Trace.Track;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Products and joins of one rank side by side: a thread of its own computes the tiles in order, and
 * the calling thread joins each part of C as soon as its last tile is computed. Spans of the two
 * overlap; the time in which the joins wait for a tile is {@link Activity#WAIT}.
 */
public final class OverlappedProgram implements Program {
  private static final long STACK_BYTES = 16L << 20;

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
  private final AtomicBoolean failed = new AtomicBoolean();
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

  /**
   * Of one rank of a product.
   *
   * @param tile what a number of its tiles stands for
   * @param bind binds a step that joins
   */
  public static OverlappedProgram of(
      ProductSchedule product,
      int rank,
      IntFunction<Operation> tile,
      Function<Step, RankProgram.Line> bind) {
    List<Tile> tiles = product.tiling().share(rank).tiles();
    List<Join> joins = new ArrayList<>();
    for (int output = 0; output < product.joins().get(rank).size(); output++) {
      int number = output;
      int last =
          IntStream.range(0, tiles.size())
              .filter(each -> tiles.get(each).output() == number)
              .max()
              .orElse(-1);
      joins.add(
          new Join(last + 1, product.joins().get(rank).get(output).stream().map(bind).toList()));
    }
    return new OverlappedProgram(IntStream.range(0, tiles.size()).mapToObj(tile).toList(), joins);
  }

  @Override
  public void run() {
    run(Clock.real());
  }

  @Override
  public void run(Clock clock) {
    startNanos = clock.nanos();
    List<Span> all =
        new ArrayList<>(
            both(
                    clock,
                    (laps, step) -> {
                      step.operation().run();
                      laps.lap(step.activity());
                    })
                .stream()
                .flatMap(track -> track.spans().stream())
                .toList());
    endNanos = clock.nanos();
    all.sort(Comparator.comparingLong(Span::startNanos));
    spans = List.copyOf(all);
  }

  @Override
  public List<Track> trace(int rank, Clock clock) {
    return both(clock, (laps, step) -> step.operation().run(laps, step.activity())).stream()
        .map(track -> new Track(rank, track.part(), track.spans()))
        .toList();
  }

  /** Both tracks, of a rank without a number. */
  private List<Track> both(Clock clock, BiConsumer<Laps, RankProgram.Line> doing) {
    computed.set(0);
    failed.set(false);
    Thread joining = Thread.currentThread();
    Future<List<Span>> products = computing.submit(() -> computeAll(clock, joining));
    Laps laps = new Laps(clock);
    for (Join join : joins) {
      awaitTiles(join.tilesBefore, products);
      laps.lap(Activity.WAIT);
      join.steps.forEach(step -> doing.accept(laps, step));
    }
    return List.of(
        new Track(0, Part.PRODUCTS, result(products)), new Track(0, Part.JOINS, laps.spans()));
  }

  private List<Span> computeAll(Clock clock, Thread joining) {
    List<Span> products = new ArrayList<>();
    try {
      for (Operation tile : tiles) {
        long begin = clock.nanos();
        tile.run();
        products.add(new Span(Activity.COMPUTE, begin, clock.nanos()));
        computed.incrementAndGet();
        LockSupport.unpark(joining);
      }
      return products;
    } catch (RuntimeException | Error e) {
      failed.set(true);
      LockSupport.unpark(joining);
      throw e;
    }
  }

  /**
   * Asleep until it is woken: whoever wakes up by himself all the time is not given a core that
   * computes when it matters.
   */
  private void awaitTiles(int count, Future<?> products) {
    while (computed.get() < count) {
      LockSupport.park(this);
      if (failed.get()) {
        result(products);
      }
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
