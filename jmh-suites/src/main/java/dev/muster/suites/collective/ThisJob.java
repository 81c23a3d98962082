package dev.muster.suites.collective;

import dev.muster.bridge.os.ProcessVariables;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The MPI job that this process was started in. Every process of it measures the same, and the
 * first one speaks.
 */
public final class ThisJob implements Place, AutoCloseable {
  /** Variables that launchers set for each rank, and the family that they belong to. */
  private static final Map<String, String> SIGNS =
      Map.of(
          "OMPI_COMM_WORLD_RANK", "openmpi",
          "PMI_RANK", "mpich",
          "PMIX_RANK", "openmpi");

  /** Names the family where the launcher's maker is not the library's: {@code abi}. */
  private static final String FAMILY = "MUSTER_MPI";

  private final Ranks ranks;

  private ThisJob(Ranks ranks) {
    this.ranks = ranks;
  }

  /** The family of libraries of the job; empty where this process is in none. */
  public static Optional<String> family() {
    Optional<String> named = ProcessVariables.get(FAMILY);
    return named.isPresent() && inJob() ? named : familyOfLauncher();
  }

  private static boolean inJob() {
    return familyOfLauncher().isPresent();
  }

  private static Optional<String> familyOfLauncher() {
    return SIGNS.entrySet().stream()
        .filter(sign -> ProcessVariables.get(sign.getKey()).isPresent())
        .map(Map.Entry::getValue)
        .sorted(Comparator.reverseOrder())
        .findFirst();
  }

  /**
   * Joins it.
   *
   * @throws dev.muster.bridge.mpi.MpiException where the library does not start
   */
  public static ThisJob join(String family) {
    return new ThisJob(JobRanks.join(family));
  }

  /** Processes of the job. */
  public int size() {
    return ranks.pool().ranks();
  }

  /** Whether this process is the one that prints. */
  public boolean speaks() {
    return ranks.first() == 0;
  }

  @Override
  public SweepAnswer measure(String name, int count, SweepSpec spec) {
    return SweepAnswer.of(ranks, spec, _ -> {});
  }

  /** Ends all processes of the job, of which some may wait for this one. */
  public void abort() {
    ranks.abort();
  }

  @Override
  public void close() {
    ranks.close();
  }
}
