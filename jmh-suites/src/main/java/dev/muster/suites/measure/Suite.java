package dev.muster.suites.measure;

import dev.muster.bridge.blas.PeerMatMul;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ProblemText;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.roofline.ComputePeak;
import dev.muster.kernels.roofline.StreamCopy;
import dev.muster.kernels.roofline.StreamTriad;
import dev.muster.kernels.roofline.VectorFma;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.plan.Plan;
import dev.muster.results.References;
import dev.muster.results.RepeatLine;
import dev.muster.suites.RunLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code muster run} measures of what was found, in the order of the report. */
public final class Suite {
  private static final DType DTYPE = DType.F32;

  /** The kernel of the ceilings of cores. */
  private static final String VECTOR = "vector";

  private static final String SCALAR = "scalar";

  /** Kernels of other people's libraries. */
  private static final Set<String> PEERS =
      Stream.concat(
              Kernels.cpu().all().stream().filter(PeerMatMul.class::isInstance).map(Kernel::name),
              Stream.of("clblast"))
          .collect(Collectors.toUnmodifiableSet());

  private final SuiteSize size;
  private final List<Discovered> found;

  /**
   * @param size quick or full
   * @param found pools; reasons for missing ones are passed over
   */
  public Suite(SuiteSize size, List<Discovered> found) {
    this.size = size;
    this.found = found.stream().filter(Discovered::present).toList();
  }

  /** All measurements, ceilings first: what a result is compared with comes before it. */
  public List<Planned> planned() {
    List<Planned> planned = new ArrayList<>();
    for (Discovered pool : found) {
      if (PoolFacts.isCpu(pool.pool())) {
        planned.addAll(ceilings(pool));
      } else {
        peak(pool)
            .ifPresent(line -> planned.add(new Planned(line, 1, size.kernelEffort(), Map.of())));
      }
    }
    for (Discovered pool : found) {
      if (pool.ranks() == 1) {
        planned.addAll(products(pool));
      }
    }
    for (Discovered pool : found) {
      if (pool.ranks() > 1) {
        planned.addAll(allReduces(pool));
      }
    }
    for (Discovered pool : found) {
      if (pool.ranks() > 1) {
        planned.addAll(poolProducts(pool));
      }
    }
    return planned;
  }

  private List<Planned> ceilings(Discovered pool) {
    long count = size.streamBytes() / DTYPE.bytes();
    List<Problem> problems =
        List.of(fmaPeak(), new StreamCopy(DTYPE, count), new StreamTriad(DTYPE, count));
    return problems.stream()
        .map(problem -> new RunLine(problem, Plan.NONE, pool.pool(), VECTOR))
        .map(line -> new Planned(line, pool.ranks(), ceilingEffort(line.problem()), Map.of()))
        .toList();
  }

  /** What shows the peak of a device that is no core; parts of one show it in parts of the time. */
  private static Optional<RunLine> peak(Discovered pool) {
    return pool.ranks() == 1 && !pool.peak().isEmpty()
        ? Optional.of(
            new RunLine(
                Problems.parse(pool.peak()), Plan.NONE, pool.pool(), pool.kernels().getFirst()))
        : Optional.empty();
  }

  private Effort ceilingEffort(Problem problem) {
    return problem instanceof ComputePeak ? size.kernelEffort() : size.streamEffort();
  }

  private static Problem fmaPeak() {
    return VectorFma.problem(DTYPE);
  }

  private List<Planned> products(Discovered pool) {
    List<Planned> planned = new ArrayList<>();
    for (int n : size.productSizes()) {
      for (String kernel : pool.kernels()) {
        boolean slow = kernel.equals(SCALAR);
        if (slow && n > size.scalarSizeMax()) {
          continue;
        }
        RunLine line = new RunLine(new MatMul(DTYPE, n, n, n), Plan.NONE, pool.pool(), kernel);
        Effort effort = slow ? size.slowEffort() : effort(kernel);
        planned.add(new Planned(line, pool.ranks(), effort, peakReference(pool)));
      }
    }
    return planned;
  }

  private Effort effort(String kernel) {
    return PEERS.contains(kernel.replaceFirst(":.*", "")) ? size.peerEffort() : size.kernelEffort();
  }

  /** The peak of the same cores, or of the same device. */
  private static Map<String, RepeatLine> peakReference(Discovered pool) {
    return PoolFacts.isCpu(pool.pool())
        ? peakOfCores(pool.pool())
        : peak(pool).map(line -> Map.of(References.FMA_PEAK, line.repeatLine())).orElseGet(Map::of);
  }

  private static Map<String, RepeatLine> peakOfCores(String pool) {
    return PoolFacts.isCpu(pool)
        ? Map.of(References.FMA_PEAK, new RunLine(fmaPeak(), Plan.NONE, pool, VECTOR).repeatLine())
        : Map.of();
  }

  private List<Planned> allReduces(Discovered pool) {
    List<Planned> planned = new ArrayList<>();
    for (long bytes : size.allReduceBytes()) {
      for (String algorithm : size.collectives()) {
        Problem problem =
            Collective.allReduce(
                DTYPE, ReduceOp.SUM, bytes / DTYPE.bytes(), ProblemText.DEFAULT_SEED);
        RunLine line =
            new RunLine(problem, Plan.parse(algorithm), pool.pool(), pool.kernels().getFirst());
        planned.add(new Planned(line, pool.ranks(), size.collectiveEffort(), Map.of()));
      }
    }
    return planned;
  }

  private List<Planned> poolProducts(Discovered pool) {
    List<Planned> planned = new ArrayList<>();
    int ranks = pool.ranks();
    List<String> plans = new ArrayList<>(List.of("pm" + ranks, "pn" + ranks));
    size.joins().forEach(join -> plans.add("pk" + ranks + ";" + join));
    for (int n : size.poolProductSizes()) {
      MatMul problem = new MatMul(DTYPE, n, n, n);
      String kernel = pool.kernels().getFirst();
      RunLine one = new RunLine(problem, Plan.parse("pm1"), pool.one(), kernel);
      planned.add(new Planned(one, 1, size.planEffort(), peakOfCores(pool.one())));
      for (String plan : plans) {
        RunLine line = new RunLine(problem, Plan.parse(plan), pool.pool(), kernel);
        Map<String, RepeatLine> references = new HashMap<>(peakOfCores(pool.pool()));
        references.put(References.ONE_DEVICE, one.repeatLine());
        planned.add(new Planned(line, ranks, size.planEffort(), references));
      }
    }
    return planned;
  }
}
