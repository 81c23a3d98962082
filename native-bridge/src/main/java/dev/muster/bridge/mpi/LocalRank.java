package dev.muster.bridge.mpi;

import dev.muster.bridge.os.Affinity;
import dev.muster.bridge.os.ProcessVariables;
import java.util.List;

/** The number of a rank among those of its host, which launchers tell in a variable each. */
public final class LocalRank {
  private static final List<String> VARIABLES =
      List.of(
          "OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID", "SLURM_LOCALID", "PALS_LOCAL_RANKID");

  private LocalRank() {}

  /**
   * The CPU that this process should run on: one of its own where its host has as many.
   *
   * @param rank its number in the job
   */
  public static int cpu(int rank) {
    List<Integer> cpus = Affinity.cpus();
    return cpus.get(of(rank) % cpus.size());
  }

  /**
   * Of this process.
   *
   * @param rank its number in the job, which is the answer where nobody tells
   */
  private static int of(int rank) {
    return VARIABLES.stream()
        .flatMap(name -> ProcessVariables.get(name).stream())
        .filter(text -> text.matches("\\d{1,5}"))
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElse(rank);
  }
}
