package dev.muster.offload.mpi;

import dev.muster.bridge.mpi.Mpi;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Mlp;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Support;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.plan.MlpSchedule;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.PlanRules;
import dev.muster.offload.pool.BoundPlan;
import dev.muster.offload.pool.Clock;
import dev.muster.offload.pool.CpuPool;
import dev.muster.offload.pool.Device;
import dev.muster.offload.pool.Pool;
import dev.muster.offload.pool.Provenance;
import dev.muster.offload.pool.RankDevice;
import dev.muster.offload.pool.ThreadedPool;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The processes of an MPI job, one rank each, on as many hosts as the job has. Every process opens
 * the pool and does the same with it; operands are those of its own rank.
 *
 * <p>The plan {@link #LIBRARY} is the library's own collective; any other is a schedule of ours
 * over the library's point-to-point messages. For the thread that opened {@link Mpi} alone.
 */
public final class MpiPool implements Pool {
  /** The word on the repeat line for what the MPI library does itself. */
  public static final String LIBRARY = "library";

  private final Mpi mpi;

  public MpiPool(Mpi mpi) {
    this.mpi = mpi;
  }

  @Override
  public String text() {
    return "mpi:" + mpi.size();
  }

  @Override
  public int ranks() {
    return mpi.size();
  }

  @Override
  public List<Device> devices() {
    return new RankNames(mpi).all().stream().<Device>map(HostCore::new).toList();
  }

  /** The CPU that this process should run on; every process has to ask. */
  public int cpu() {
    return new RankNames(mpi).cpu();
  }

  @Override
  public String firstDeviceAlone() {
    return "cpu:1";
  }

  @Override
  public Provenance provenance() {
    return Provenance.MEASURED;
  }

  @Override
  public List<String> notes() {
    return List.of("%s, %s".formatted(mpi.version(), mpi.file()));
  }

  @Override
  public Support supports(Problem problem, Plan plan, String kernel) {
    if (problem instanceof MatMul product) {
      PlanRules.requireProduct(product, plan, ranks());
      try (RankDevice device = CpuPool.rankDevice(kernel)) {
        Support support = device.supports(product);
        return support instanceof Support.No || !plan.splitsSum()
            ? support
            : device.supports(ThreadedPool.partialSums(product));
      }
    }
    if (problem instanceof Mlp mlp) {
      MlpSchedule layer = MlpSchedule.of(mlp, plan, ranks());
      try (RankDevice device = CpuPool.rankDevice(kernel)) {
        return ThreadedPool.supportsLayer(device, layer, mpi.rank());
      }
    }
    if (!(problem instanceof Collective collective)) {
      return Support.no("an MPI pool runs products, layers and collectives only");
    }
    if (isLibrary(plan)) {
      return librarySupports(collective);
    }
    CollectiveAlgorithm algorithm = PlanRules.requireCollective(plan, collective.kind());
    if (algorithm.sharesMemory()) {
      return Support.no("processes do not see each other's memory; 'shared-memory' needs that");
    }
    try (RankDevice device = CpuPool.rankDevice(kernel)) {
      return device.supports(problem);
    }
  }

  /** Whether MPI itself does this, and if not, why. */
  public static Support librarySupports(Collective collective) {
    if (collective.blocks() > 0) {
      return Support.no("MPI combines one vector per rank, in whatever order");
    }
    return collective.kind().combines() && collective.dtype().isHalf()
        ? Support.no("MPI reduces no " + collective.dtype())
        : Support.yes();
  }

  private static boolean isLibrary(Plan plan) {
    return plan.splits().isEmpty() && plan.collective().equals(Optional.of(LIBRARY));
  }

  /**
   * Binds the part of this rank.
   *
   * @param operands of a collective one input and one output, this rank's, which are the same
   *     matrix where it is done in place; of a product or a layer all, on every rank
   */
  @Override
  public BoundPlan bind(Problem problem, Plan plan, String kernel, Operands operands) {
    if (problem instanceof MatMul product) {
      return new MpiPlan(mpi, MpiProduct.bind(mpi, product, plan, kernel, operands), Clock.real());
    }
    if (problem instanceof Mlp mlp) {
      MlpSchedule layer = MlpSchedule.of(mlp, plan, ranks());
      return new MpiPlan(mpi, MpiLayer.bind(mpi, layer, kernel, operands), Clock.real());
    }
    Collective collective = (Collective) problem;
    MpiBuffers buffers = new MpiBuffers(collective.dtype(), operands);
    return new MpiPlan(
        mpi,
        isLibrary(plan)
            ? LibraryCollective.bind(mpi, collective, buffers)
            : MpiProgram.bind(
                mpi,
                collective,
                PlanRules.requireCollective(plan, collective.kind()),
                kernel,
                buffers),
        Clock.real());
  }

  /** Waits until every process is here. */
  public void barrier() {
    mpi.barrier();
  }

  /** The largest number of all processes. Every process of the job has to ask. */
  public double max(double mine) {
    return new MpiDoubles(mpi).combine(ReduceOp.MAX, new double[] {mine})[0];
  }

  /** A number of each process, added up; exact below 2^53. Every process of the job has to ask. */
  public long sum(long mine) {
    return (long) new MpiDoubles(mpi).combine(ReduceOp.SUM, new double[] {mine})[0];
  }

  /**
   * The first process that says something else than the first one; empty where all say the same.
   * Every process of the job has to ask.
   *
   * @param mine exact below 2^53
   */
  public OptionalInt firstThatDiffers(long mine) {
    long first = sum(mpi.rank() == 0 ? mine : 0);
    double other = mine == first ? mpi.size() : mpi.rank();
    int lowest = (int) new MpiDoubles(mpi).combine(ReduceOp.MIN, new double[] {other})[0];
    return lowest < mpi.size() ? OptionalInt.of(lowest) : OptionalInt.empty();
  }

  /** Ends all processes of the job, of which some may wait for this one. */
  public void abort() {
    mpi.abort(1);
  }

  @Override
  public void close() {
    mpi.close();
  }
}
