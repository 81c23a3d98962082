package dev.muster.offload.pool;

/**
 * One step of one rank, bound to its device and memory. It returns when its effect is seen by every
 * rank of the pool, and allocates nothing.
 */
@FunctionalInterface
public interface Operation {
  void run();

  /**
   * The same, for a run that is looked at: notes the parts that it knows, the last one at its end.
   *
   * @param activity what it is where it knows no parts
   */
  default void run(Laps laps, Timeline.Activity activity) {
    run();
    laps.lap(activity);
  }
}
