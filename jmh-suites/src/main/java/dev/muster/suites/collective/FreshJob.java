package dev.muster.suites.collective;

/** A fresh MPI job, one JVM per rank. */
public record FreshJob(MpiLauncher launcher) implements Place {

  @Override
  public SweepAnswer measure(String name, int ranks, SweepSpec spec) {
    return SweepFork.answer(
        name, launcher.run(ranks, SweepFork.LIMIT, SweepFork.class, SweepFork.argument(spec)));
  }
}
