package dev.muster.offload.mpi;

import dev.muster.bridge.mpi.Mpi;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.offload.pool.Timeline.Activity;
import dev.muster.offload.pool.Timeline.Span;
import dev.muster.offload.pool.Trace;
import dev.muster.offload.pool.Trace.Part;
import dev.muster.offload.pool.Trace.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Tells all processes of a job what each of them did, in the time of the first one. */
final class MpiTrace {
  /** Numbers per span: part, activity, start and end. */
  private static final int NUMBERS = 4;

  private static final List<Part> PARTS = List.of(Part.values());
  private static final List<Activity> ACTIVITIES = List.of(Activity.values());

  private final Mpi mpi;

  MpiTrace(Mpi mpi) {
    this.mpi = mpi;
  }

  /**
   * Every process calls it.
   *
   * @param mine tracks of this process
   * @param aheadNanos by how much its clock is ahead of that of the first one
   */
  Trace ofAll(List<Track> mine, long aheadNanos) {
    double[] counts = new double[mpi.size()];
    counts[mpi.rank()] = mine.stream().mapToInt(track -> track.spans().size()).sum();
    double[] everyCount = sum(counts);
    long origin = origin(mine, aheadNanos);
    int first = (int) Arrays.stream(everyCount, 0, mpi.rank()).sum();
    double[] numbers = new double[NUMBERS * (int) Arrays.stream(everyCount).sum()];
    int at = NUMBERS * first;
    for (Track track : mine) {
      for (Span span : track.spans()) {
        numbers[at] = PARTS.indexOf(track.part());
        numbers[at + 1] = ACTIVITIES.indexOf(span.activity());
        numbers[at + 2] = span.startNanos() - aheadNanos - origin;
        numbers[at + 3] = span.endNanos() - aheadNanos - origin;
        at += NUMBERS;
      }
    }
    return new Trace(tracks(sum(numbers), everyCount));
  }

  /** A moment that all agree on, near what they did: a double keeps nanoseconds of that only. */
  private long origin(List<Track> mine, long aheadNanos) {
    long start = new Trace(mine).startNanos() - aheadNanos;
    double[] halves = new double[2];
    if (mpi.rank() == 0) {
      halves[0] = start >> Integer.SIZE;
      halves[1] = Integer.toUnsignedLong((int) start);
    }
    double[] first = sum(halves);
    return ((long) first[0] << Integer.SIZE) + (long) first[1];
  }

  private static List<Track> tracks(double[] numbers, double[] counts) {
    List<Track> tracks = new ArrayList<>();
    int at = 0;
    for (int rank = 0; rank < counts.length; rank++) {
      Map<Part, List<Span>> parts = new EnumMap<>(Part.class);
      for (int span = 0; span < counts[rank]; span++) {
        parts
            .computeIfAbsent(PARTS.get((int) numbers[at]), _ -> new ArrayList<>())
            .add(
                new Span(
                    ACTIVITIES.get((int) numbers[at + 1]),
                    (long) numbers[at + 2],
                    (long) numbers[at + 3]));
        at += NUMBERS;
      }
      int number = rank;
      parts.forEach((part, spans) -> tracks.add(new Track(number, part, spans)));
    }
    return tracks;
  }

  private double[] sum(double[] mine) {
    return new MpiDoubles(mpi).combine(ReduceOp.SUM, mine);
  }
}
