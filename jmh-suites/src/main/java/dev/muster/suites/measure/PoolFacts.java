package dev.muster.suites.measure;

import dev.muster.bridge.os.Affinity;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.roofline.VectorFma;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.pool.Device;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.Pools;
import dev.muster.offload.pool.UnsupportedPoolException;
import dev.muster.suites.RunLine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What there is to know of a pool before kernels on it are compared.
 *
 * @param pool its text
 * @param kernels words of the kernels that compute products on one of its devices, ours first;
 *     empty where it cannot be opened, which is told when its lines are looked at
 * @param peaks text of the problem that shows the peak of a device, by type
 * @param ceilings what shows what a device could do at most
 * @param ranks devices that work together; 0 where it cannot be opened
 * @param one text of the pool of its first device alone
 * @param notes what a reader must know, e.g. that its ranks are not alike
 * @param trouble why it cannot be opened; empty where it can
 */
public record PoolFacts(
    String pool,
    List<String> kernels,
    Map<DType, String> peaks,
    List<CeilingLine> ceilings,
    int ranks,
    String one,
    List<String> notes,
    String trouble) {
  private static final String CPU = "cpu";
  private static final String JOB = "mpi";
  private static final String VECTOR = "vector";

  /** The specification is nobody's peer: it is slow on purpose. */
  private static final String SPECIFICATION = "scalar";

  private static final Problem ANY_PRODUCT = new MatMul(DType.F32, 1, 1, 1);

  /**
   * A problem that shows what a device could do at most.
   *
   * @param problem its text
   * @param kernel its word, with a setting where it is shown at several
   */
  public record CeilingLine(String problem, String kernel) {}

  public PoolFacts {
    kernels = List.copyOf(kernels);
    peaks = Map.copyOf(peaks);
    ceilings = List.copyOf(ceilings);
    notes = List.copyOf(notes);
  }

  /** Cores are asked here; a driver is loaded in a process of its own. */
  public static PoolFacts of(String pool) {
    if (isJob(pool)) {
      OptionalInt ranks = PoolSize.said(pool);
      return ranks.isPresent() ? ofJob(pool, ranks.getAsInt()) : closed(pool, badJob(pool));
    }
    if (isCpu(pool)) {
      try (Pool core = Pools.open(CPU + ":1")) {
        return open(pool, core.devices().getFirst(), 1, core.firstDeviceAlone(), List.of());
      }
    }
    Child.Answer answer = Child.ask(PoolFacts.class, pool);
    return answer.read(PoolFacts.class).orElseGet(() -> closed(pool, answer.complaint(pool)));
  }

  /** Each of its ranks has a core. */
  private static PoolFacts ofJob(String pool, int ranks) {
    PoolFacts core = of(CPU + ":1");
    return new PoolFacts(
        pool, core.kernels, core.peaks, core.ceilings, ranks, core.one, List.of(), "");
  }

  private static String badJob(String pool) {
    return "bad pool '%s'; legal: mpi:RANKS or mpi:RANKS:FAMILY, e.g. mpi:2:openmpi"
        .formatted(pool);
  }

  private static PoolFacts open(
      String pool, Device device, int ranks, String one, List<String> notes) {
    return new PoolFacts(
        pool,
        words(device.kernels()),
        peaks(device::peakProblem),
        ceilings(device, ours(pool)),
        ranks,
        one,
        notes,
        "");
  }

  private static PoolFacts closed(String pool, String trouble) {
    return new PoolFacts(pool, List.of(), Map.of(), List.of(), 0, "", List.of(), trouble);
  }

  /** In the process of the child: what is known of the pool that is its argument. */
  public static void main(String[] args) {
    try (Pool pool = Pools.open(args[0])) {
      Child.answer(
          open(
              args[0],
              pool.devices().getFirst(),
              pool.ranks(),
              pool.firstDeviceAlone(),
              pool.notes()));
    } catch (UnsupportedPoolException | IllegalArgumentException e) {
      Child.answer(closed(args[0], e.getMessage()));
    }
  }

  private static List<String> words(Kernels kernels) {
    return kernels.computing(ANY_PRODUCT).stream()
        .filter(kernel -> !kernel.name().equals(SPECIFICATION))
        .flatMap(PoolFacts::variants)
        .toList();
  }

  /** As it is shipped, and with the settings at which it is best. */
  private static Stream<String> variants(Kernel kernel) {
    return Stream.concat(
        Stream.of(kernel.name()),
        kernel.settings().stream().map(setting -> kernel.name() + ":" + setting));
  }

  private static Map<DType, String> peaks(Function<DType, Problem> peak) {
    return DType.ofProducts().stream()
        .collect(Collectors.toMap(dtype -> dtype, dtype -> peak.apply(dtype).text()));
  }

  /** By the kernel of ours, and at its settings that have a part in the problem. */
  private static List<CeilingLine> ceilings(Device device, String ours) {
    return device.ceilings().stream()
        .flatMap(
            problem ->
                Stream.concat(
                    Stream.of(new CeilingLine(problem.text(), ours)),
                    settings(device.kernels(), problem, ours)
                        .map(setting -> new CeilingLine(problem.text(), ours + ":" + setting))))
        .toList();
  }

  private static Stream<String> settings(Kernels kernels, Problem problem, String ours) {
    return kernels.computing(problem).stream()
        .filter(kernel -> kernel.name().equals(ours))
        .flatMap(
            kernel ->
                kernel.settings().stream()
                    .filter(
                        setting ->
                            kernel.with(List.of(setting)).supports(problem)
                                instanceof Support.Yes));
  }

  /** The same of as many devices, where they work together. */
  PoolFacts withRanks(int newRanks) {
    return new PoolFacts(pool, kernels, peaks, ceilings, newRanks, one, notes, trouble);
  }

  /** Without settings. */
  private static String name(String kernel) {
    return kernel.split(":", 2)[0];
  }

  /** Whether all its ranks are devices of one kind. */
  boolean alike() {
    return !pool.contains("+");
  }

  /** Whether a pool is cores of this machine, which need no driver. */
  public static boolean isCpu(String pool) {
    return pool.startsWith(CPU + ":") && !pool.contains("+");
  }

  /** Whether a pool is processes, which are started for each measurement. */
  public static boolean isJob(String pool) {
    return pool.startsWith(JOB + ":");
  }

  /** The kernel that is judged where nobody says which. */
  public String ours() {
    return ours(pool);
  }

  private static String ours(String pool) {
    return Arrays.stream(pool.split("\\+"))
        .map(part -> isCpu(part) || isJob(part) ? VECTOR : part.split(":", 2)[0])
        .collect(Collectors.joining("+"));
  }

  /** All others: those of the same device, and where that is no CPU, all cores of this machine. */
  List<String> others(String ours) {
    Stream<String> here = kernels.stream().filter(kernel -> !name(kernel).equals(name(ours)));
    return isCpu(pool) || ours.equals(CPU)
        ? here.toList()
        : Stream.concat(here, Stream.of(CPU)).toList();
  }

  /**
   * Refuses a kernel that this pool does not have.
   *
   * @throws BadInputException naming those that it has
   */
  public void requirePeer(String kernel, Problem problem) {
    if (isCpu(pool)) {
      var _ = Kernels.cpu().find(kernel, problem);
      return;
    }
    Set<String> names = new TreeSet<>(kernels.stream().map(PoolFacts::name).toList());
    names.add(CPU);
    if (!kernels.isEmpty() && !names.contains(name(kernel))) {
      throw new BadInputException(
          "unknown kernel '%s' on '%s'; legal: %s"
              .formatted(kernel, pool, String.join(", ", names)));
    }
  }

  /** A product by a kernel of this pool, or by {@code cpu}. */
  RunLine line(Problem problem, String kernel) {
    return kernel.equals(CPU) && !isCpu(pool)
        ? new RunLine(problem, Plan.NONE, CPU + ":" + Affinity.cpus().size(), VECTOR)
        : new RunLine(problem, Plan.NONE, pool, kernel);
  }

  /** What shows the peak of a device. */
  RunLine ceiling(DType dtype) {
    return peaks.containsKey(dtype)
        ? new RunLine(Problems.parse(peaks.get(dtype)), Plan.NONE, pool, ours())
        : new RunLine(VectorFma.problem(dtype.sums()), Plan.NONE, pool, ours());
  }
}
