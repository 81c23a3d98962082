package dev.muster.suites.collective;

/**
 * A fresh MPI job, one JVM per rank.
 *
 * @param bound whether the launcher binds each rank to a core, all of its threads: best for what
 *     the library does itself; our schedules want another core for HotSpot's compiler
 */
public record FreshJob(MpiLauncher launcher, boolean bound) implements Place {

  @Override
  public SweepAnswer measure(String name, int ranks, SweepSpec spec) {
    return SweepFork.answer(
        name,
        launcher.run(ranks, bound, SweepFork.LIMIT, SweepFork.class, SweepFork.argument(spec)));
  }
}
