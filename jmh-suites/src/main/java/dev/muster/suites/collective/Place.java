package dev.muster.suites.collective;

/** Where a sweep is measured: a process, a job of processes, or the job that this process is in. */
public interface Place {

  /**
   * Measures.
   *
   * @param name for messages
   * @throws SweepException where there is no answer
   */
  SweepAnswer measure(String name, int ranks, SweepSpec spec);
}
