package dev.muster.offload.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.offload.pool.Timeline.Activity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class OverlappedProgramTest {
  private static final int TILES = 4;

  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  private Operation step(String name, long millis) {
    return () -> {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
      done.add(name);
    };
  }

  private OverlappedProgram program(long tileMillis, long joinMillis) {
    List<Operation> tiles = new ArrayList<>();
    List<OverlappedProgram.Join> joins = new ArrayList<>();
    for (int i = 0; i < TILES; i++) {
      tiles.add(step("tile " + i, tileMillis));
      joins.add(
          new OverlappedProgram.Join(
              i + 1,
              List.of(new RankProgram.Line(step("join " + i, joinMillis), Activity.TRANSFER))));
    }
    return new OverlappedProgram(tiles, joins);
  }

  @Test
  void eachPartIsJoinedAfterItsLastTile() {
    try (OverlappedProgram program = program(1, 0)) {
      for (int run = 0; run < 3; run++) {
        done.clear();
        program.run();
        assertEquals(2 * TILES, done.size());
        for (int i = 0; i < TILES; i++) {
          assertTrue(done.indexOf("tile " + i) < done.indexOf("join " + i), done.toString());
        }
      }
    }
  }

  /** Asleep, not computing: no core has to be free for it. */
  @Test
  void tilesAreComputedWhileOthersAreJoined() {
    try (OverlappedProgram program = program(10, 10)) {
      program.run(Clock.real());
      long serial =
          program.spans().stream()
              .filter(span -> span.activity() != Activity.WAIT)
              .mapToLong(Timeline.Span::nanos)
              .sum();
      assertTrue(
          program.endNanos() - program.startNanos() < serial, () -> program.spans().toString());
    }
  }

  @Test
  void productsAndJoinsAreTracedSideBySide() {
    try (OverlappedProgram program = program(2, 2)) {
      List<Trace.Track> tracks = program.trace(3, Clock.real());
      assertEquals(
          List.of(Trace.Part.PRODUCTS, Trace.Part.JOINS),
          tracks.stream().map(Trace.Track::part).toList());
      for (Trace.Track track : tracks) {
        assertEquals(3, track.rank());
        for (int i = 1; i < track.spans().size(); i++) {
          assertTrue(track.spans().get(i - 1).endNanos() <= track.spans().get(i).startNanos());
        }
      }
      assertTrue(
          tracks.get(1).spans().getFirst().endNanos()
              <= tracks.get(0).spans().getLast().startNanos());
    }
  }

  @Test
  void aTileThatFailsEndsTheRun() {
    Operation failing =
        () -> {
          throw new IllegalStateException("no memory");
        };
    try (OverlappedProgram program =
        new OverlappedProgram(
            List.of(failing), List.of(new OverlappedProgram.Join(1, List.of())))) {
      String message = assertThrows(IllegalStateException.class, program::run).getMessage();
      assertTrue(message.contains("no memory"), message);
    }
  }
}
