package dev.muster.suites.collective;

import java.util.List;

/**
 * What one process, or one job, measured of one size.
 *
 * @param bytes of the vector of one rank
 * @param count elements of it
 * @param wireBytes that a call moves between all ranks, by the schedule; 0 where nobody says
 * @param streamMicros of STREAM's copy of these vectors on every rank at once; empty where ranks
 *     have no memory in common, or the vectors do not leave the caches of their cores
 * @param outOfPlace into another vector
 * @param inPlace into the vector itself
 */
public record SweepRow(
    long bytes,
    long count,
    long wireBytes,
    List<Double> streamMicros,
    Timing outOfPlace,
    Timing inPlace) {
  public SweepRow {
    streamMicros = List.copyOf(streamMicros);
  }

  /**
   * Times of one way to place the answer.
   *
   * @param micros of a call, one figure per batch: a row of calls, divided by their number
   * @param singleMicros of one call behind a barrier, one figure per batch
   * @param wrongCount elements that were not the answer, of all ranks; −1 where nobody looked
   */
  public record Timing(List<Double> micros, List<Double> singleMicros, long wrongCount) {
    /** Of what there is not. */
    static final Timing NONE = new Timing(List.of(), List.of(), -1);

    public Timing {
      micros = List.copyOf(micros);
      singleMicros = List.copyOf(singleMicros);
    }
  }
}
