package dev.muster.suites.collective;

import dev.muster.bridge.os.Affinity;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.suites.measure.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What starts the processes of an MPI job: one of these for each family of libraries, since a
 * launcher and a library of different makers give as many jobs of one process as were asked for
 * processes.
 *
 * @param family of the libraries, as {@link dev.muster.bridge.mpi.Mpi} names it
 * @param program on the PATH
 */
public record MpiLauncher(String family, Path program) {
  public static final String HOW_TO_GET_ONE = "to install one: ./muster setup";

  private static final Map<String, List<String>> PROGRAMS =
      Map.of(
          "openmpi", List.of("mpirun.openmpi", "mpirun", "mpiexec"),
          "mpich", List.of("mpiexec.mpich", "mpiexec.hydra", "mpirun.mpich", "mpiexec", "mpirun"));

  private static final Map<String, String> MAKERS = Map.of("openmpi", "Open MPI", "mpich", "HYDRA");

  /**
   * Lets the superuser of a container start a job, and more ranks than cores; cores are chosen by
   * the ranks themselves, and HotSpot's compiler has all of them.
   */
  public static final Map<String, String> ENVIRONMENT =
      Map.of(
          "OMPI_ALLOW_RUN_AS_ROOT", "1",
          "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1",
          "OMPI_MCA_rmaps_base_oversubscribe", "1",
          "OMPI_MCA_hwloc_base_binding_policy", "none",
          "PRTE_MCA_rmaps_default_mapping_policy", ":oversubscribe",
          "HYDRA_BINDING", "none");

  /** The families that have one, in order. */
  public static List<String> families() {
    return List.of("openmpi", "mpich");
  }

  /** The launcher of a family; empty where there is none on the PATH. */
  public static Optional<MpiLauncher> find(String family) {
    return PROGRAMS.get(family).stream()
        .flatMap(name -> onPath(name).stream())
        .filter(program -> version(program).contains(MAKERS.get(family)))
        .findFirst()
        .map(program -> new MpiLauncher(family, program));
  }

  private static Optional<Path> onPath(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String version(Path program) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The launcher of a family.
   *
   * @throws BadInputException naming the legal ones, or saying how to get it
   */
  public static MpiLauncher require(String family) {
    if (!families().contains(family)) {
      throw new BadInputException(
          "unknown MPI family '%s'; legal: %s".formatted(family, String.join(", ", families())));
    }
    return find(family)
        .orElseThrow(
            () ->
                new BadInputException(
                    "no launcher of %s on the PATH; %s".formatted(family, HOW_TO_GET_ONE)));
  }

  /**
   * The first that there is.
   *
   * @throws BadInputException saying how to get one
   */
  public static MpiLauncher any() {
    return all().stream()
        .findFirst()
        .orElseThrow(() -> new BadInputException("no mpirun on the PATH; " + HOW_TO_GET_ONE));
  }

  /** All that there are. */
  public static List<MpiLauncher> all() {
    return families().stream().flatMap(family -> find(family).stream()).toList();
  }

  /** Each rank on a core, as C programs are compared. */
  private static final Map<String, String> BINDING =
      Map.of("OMPI_MCA_hwloc_base_binding_policy", "core", "HYDRA_BINDING", "core");

  /**
   * Runs {@code main} on this many ranks, and answers what they wrote.
   *
   * @param bound whether each is bound to a core, where there are as many
   */
  public Child.Output run(int ranks, boolean bound, Duration limit, Class<?> main, String... args) {
    Map<String, String> environment = new HashMap<>(ENVIRONMENT);
    if (bound && ranks <= Affinity.cpus().size()) {
      environment.putAll(BINDING);
    }
    List<String> command = new ArrayList<>(List.of(program.toString(), "-n", "" + ranks));
    command.addAll(Child.command(List.of(), main, args));
    return Child.run(command, environment, limit);
  }
}
