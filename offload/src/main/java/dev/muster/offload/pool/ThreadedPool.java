package dev.muster.offload.pool;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.ByteSize;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Mlp;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ProblemText;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.CollectiveAlgorithms;
import dev.muster.offload.collective.Schedules;
import dev.muster.offload.plan.MlpSchedule;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.PlanRules;
import dev.muster.offload.plan.ProductFacts;
import dev.muster.offload.plan.ProductSchedule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongBiFunction;
import java.util.stream.Stream;

/**
 * A pool whose ranks are threads of this process.
 *
 * <p>A subclass says what the devices are. Its threads start with the first {@link #bind} and end
 * with {@link #close}. One bound plan may run at a time.
 */
public abstract class ThreadedPool implements Pool {
  private static final String LESS_OF_A_PRODUCT =
      "more devices hold less each, and --fit brings it part by part";

  private final Clock clock;
  private RankTeam team;

  protected ThreadedPool(Clock clock) {
    this.clock = clock;
  }

  /**
   * Opens the device of a rank for one bound plan, which closes it.
   *
   * @param kernel the word on the repeat line
   */
  protected abstract RankDevice open(int rank, String kernel);

  /** Cores that the threads of the ranks share. */
  protected abstract int coreCount();

  /** Called once on the thread of each rank before it does anything else. */
  protected abstract void onRankStart(int rank);

  @Override
  public Provenance provenance() {
    return Provenance.MEASURED;
  }

  @Override
  public Support supports(Problem problem, Plan plan, String kernel) {
    if (!(problem instanceof MatMul)
        && !(problem instanceof Mlp)
        && !(problem instanceof Collective)) {
      throw new BadInputException(
          "a pool runs no '%s' under a plan; legal: matmul, mlp and collectives, e.g. allreduce"
              .formatted(problem.text()));
    }
    PlanRules.require(problem, plan, ranks());
    if (problem instanceof MatMul product) {
      return supportsProduct(product, plan, kernel);
    }
    if (problem instanceof Mlp mlp) {
      return supportsMlp(MlpSchedule.of(mlp, plan, ranks()), kernel);
    }
    return supportsCollective((Collective) problem, plan, kernel);
  }

  /** Of the ranks that are cores. */
  @Override
  public long hostBytes(Problem problem, Plan plan) {
    List<Device> devices = devices();
    return CoreMemory.bytes(
        problem, plan, devices.size(), rank -> devices.get(rank).core().isPresent());
  }

  private Support supportsCollective(Collective problem, Plan plan, String kernel) {
    int ranks = ranks();
    long scratchCount =
        Schedules.scratchCount(PlanRules.requireCollective(plan, problem.kind()), problem, ranks);
    return supports(
        kernel,
        (rank, _) -> (problem.operandCount(rank, ranks) + scratchCount) * problem.dtype().bytes(),
        (_, device) -> supportsCollective(device, problem, plan),
        "a shorter vector takes less");
  }

  private static Support supportsCollective(RankDevice device, Collective problem, Plan plan) {
    if (device.holdsOperands() instanceof Support.No no) {
      return no;
    }
    return sharesMemory(plan) && device.sharesMemory() instanceof Support.No no
        ? no
        : device.supports(problem);
  }

  /** Each rank with what it holds and computes: the whole product need not fit any device. */
  private Support supportsProduct(MatMul product, Plan plan, String kernel) {
    List<ProductFacts.Rank> facts = ProductFacts.of(product, plan, ranks()).ranks();
    return supports(
        kernel,
        (rank, device) -> device.heldBytes(product, facts.get(rank)),
        (rank, device) -> supports(device, product, plan, facts.get(rank)),
        LESS_OF_A_PRODUCT);
  }

  private Support supportsMlp(MlpSchedule layer, String kernel) {
    return supports(
        kernel,
        (rank, _) -> MlpShare.bytes(layer, rank),
        (rank, device) -> supportsLayer(device, layer, rank),
        "more devices hold less each");
  }

  /** Whether a rank can compute its part of a layer, and the layer can be judged. */
  public static Support supportsLayer(RankDevice device, MlpSchedule layer, int rank) {
    Mlp problem = layer.problem();
    if (problem.judges(layer.ranks()) instanceof Support.No no) {
      return no;
    }
    int own = layer.inner(rank).count();
    return no(device, Stream.of(problem.up(own), problem.down(own), partialSums(problem)));
  }

  /** Whether each rank has the memory that it needs, beside the others of its device, and can. */
  private Support supports(
      String kernel,
      ToLongBiFunction<Integer, RankDevice> bytesOf,
      BiFunction<Integer, RankDevice, Support> supportOf,
      String advice) {
    List<Device> devices = devices();
    Map<String, Long> needed = new HashMap<>();
    for (int rank = 0; rank < devices.size(); rank++) {
      Device place = devices.get(rank);
      try (RankDevice device = open(rank, kernel)) {
        long bytes = bytesOf.applyAsLong(rank, device);
        long together = needed.merge(place.root(), bytes, Long::sum);
        long there = device.memoryBytes().orElse(Long.MAX_VALUE);
        if (together > there) {
          return tooLarge(rank, place, bytes, together, there, advice);
        }
        Support support = supportOf.apply(rank, device);
        if (support instanceof Support.No) {
          return support;
        }
      }
    }
    return Support.yes();
  }

  /** The first that the device does not support, if there is one. */
  private static Support no(RankDevice device, Stream<Problem> problems) {
    return problems
        .map(device::supports)
        .filter(Support.No.class::isInstance)
        .findFirst()
        .orElseGet(Support::yes);
  }

  private static Support tooLarge(
      int rank, Device device, long bytes, long together, long there, String advice) {
    return Support.no(
        "rank %d (%s) has to hold %s%s and has %s, %s too few; %s"
            .formatted(
                rank,
                device.id(),
                ByteSize.text(bytes),
                together == bytes
                    ? ""
                    : ", with those before it on %s %s,"
                        .formatted(device.root(), ByteSize.text(together)),
                ByteSize.text(there),
                ByteSize.text(together - there),
                advice));
  }

  private static Support supports(
      RankDevice device, MatMul product, Plan plan, ProductFacts.Rank facts) {
    return no(
        device,
        Stream.concat(
            facts.tiles().stream()
                .distinct()
                .map(tile -> product.withShape(tile.m(), tile.n(), tile.k())),
            plan.splitsSum() ? Stream.of(partialSums(product)) : Stream.<Problem>empty()));
  }

  static boolean sharesMemory(Plan plan) {
    return plan.collective()
        .map(CollectiveAlgorithms::find)
        .filter(CollectiveAlgorithm::sharesMemory)
        .isPresent();
  }

  /** What the collective of a split sum adds up; the same kernel has to be able to. */
  public static Problem partialSums(Problem problem) {
    return Collective.allReduce(problem.dtype(), ReduceOp.SUM, 1, ProblemText.DEFAULT_SEED);
  }

  @Override
  public BoundPlan bind(Problem problem, Plan plan, String kernel, Operands operands) {
    PlanRules.require(problem, plan, ranks());
    return withDevices(kernel, devices -> bind(problem, plan, operands, devices));
  }

  /** What binds the devices of all ranks, which it closes from then on. */
  BoundPlan withDevices(String kernel, Function<List<RankDevice>, BoundPlan> binding) {
    List<RankDevice> devices = new ArrayList<>();
    try {
      for (int rank = 0; rank < ranks(); rank++) {
        devices.add(open(rank, kernel));
      }
      return binding.apply(List.copyOf(devices));
    } catch (RuntimeException | Error e) {
      devices.forEach(device -> closeAfter(e, device));
      throw e;
    }
  }

  /** One that cannot be closed hides neither the failure nor the others. */
  private static void closeAfter(Throwable failure, RankDevice device) {
    try {
      device.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private BoundPlan bind(Problem problem, Plan plan, Operands operands, List<RankDevice> devices) {
    Placement placement =
        switch (problem) {
          case MatMul product ->
              new ProductPlacement(
                  product, ProductSchedule.of(product, plan, ranks()), operands, devices);
          case Mlp mlp -> new MlpPlacement(MlpSchedule.of(mlp, plan, ranks()), operands, devices);
          case Collective collective ->
              new CollectivePlacement(
                  collective,
                  PlanRules.requireCollective(plan, collective.kind()),
                  operands,
                  devices);
          default -> throw new IllegalArgumentException("no placement for " + problem.text());
        };
    ReduceOp op =
        problem instanceof Collective collective ? collective.op().pairwise() : ReduceOp.SUM;
    return bind(placement, devices, op, problem.dtype());
  }

  /** A plan of what is placed; it closes the devices. */
  BoundPlan bind(Placement placement, List<RankDevice> devices, ReduceOp op, DType dtype) {
    RankTeam ranks = team();
    List<Program> programs = new RankPrograms(placement, devices, ranks, op).bind();
    return new ThreadedPlan(ranks, devices, placement, programs, clock, dtype);
  }

  private RankTeam team() {
    if (team == null) {
      team = new RankTeam(text(), ranks(), coreCount(), this::onRankStart);
    }
    return team;
  }

  @Override
  public void close() {
    if (team != null) {
      team.close();
    }
  }
}
