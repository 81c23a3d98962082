package dev.muster.suites.collective;

import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.kernels.problem.ProblemText;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.plan.Plan;
import java.util.List;

/**
 * What is measured in one process, or one job: a collective of several sizes, each in one way.
 *
 * @param collective its kind, as on the repeat line
 * @param pool {@code cpu:2}, or {@code mpi} for the job that the process is in
 * @param library the family of the MPI library; empty for other pools
 * @param kernel that reduces
 * @param dtype type of the elements
 * @param op how they are combined
 * @param root where there is one
 * @param blocks vectors that are combined, whatever the number of ranks; 0 where it is one per rank
 * @param turns what is measured, in order
 * @param iterations calls in a row at least
 * @param warmups calls before each size
 * @param batches rows of calls per size, each with operands of its own
 * @param warmUpSeconds before each size, and several times as long before the first of a plan
 * @param check whether answers are compared
 */
public record SweepSpec(
    String collective,
    String pool,
    String library,
    String kernel,
    String dtype,
    String op,
    int root,
    int blocks,
    List<Turn> turns,
    int iterations,
    int warmups,
    int batches,
    double warmUpSeconds,
    boolean check) {

  /**
   * One size, one way.
   *
   * @param bytes of the vector of one rank
   * @param plan the collective, e.g. {@code ring}
   */
  public record Turn(long bytes, String plan) {
    Plan parsedPlan() {
      return Plan.parse(plan);
    }
  }

  private static final int BATCHES_OF_A_LOOK = 3;
  private static final double LESS_WARM_UP = 0.25;

  /** The pool of the job that a process is in. */
  public static final String JOB = "mpi";

  public SweepSpec {
    turns = List.copyOf(turns);
  }

  public DType elementType() {
    return DType.parse(dtype);
  }

  /**
   * The collective of one size. Bytes that make no whole element, or no parts of equal length where
   * there are parts, are left out, as nccl-tests does.
   */
  public Collective problem(long bytes, int ranks) {
    DType type = elementType();
    long count = bytes / type.bytes();
    long whole = kind().hasParts() ? count / ranks * ranks : count;
    return new Collective(kind(), type, ReduceOp.parse(op), whole, ProblemText.DEFAULT_SEED)
        .withRoot(root)
        .withBlocks(blocks);
  }

  public CollectiveKind kind() {
    return CollectiveKind.parse(collective);
  }

  /** The same in a job of this family of libraries. */
  public SweepSpec inJob(String family) {
    return copy(JOB, family, kernel, turns, batches, warmUpSeconds, check);
  }

  /** The same of other sizes, in other ways. */
  public SweepSpec with(List<Turn> newTurns) {
    return copy(pool, library, kernel, newTurns, batches, warmUpSeconds, check);
  }

  /** The same by another kernel. */
  public SweepSpec by(String newKernel) {
    return copy(pool, library, newKernel, turns, batches, warmUpSeconds, check);
  }

  /** The same with less of everything that makes a figure exact; whoever is chosen is checked. */
  SweepSpec looking() {
    return copy(
        pool,
        library,
        kernel,
        turns,
        Math.min(batches, BATCHES_OF_A_LOOK),
        LESS_WARM_UP * warmUpSeconds,
        false);
  }

  private SweepSpec copy(
      String newPool,
      String newLibrary,
      String newKernel,
      List<Turn> newTurns,
      int newBatches,
      double newWarmUpSeconds,
      boolean newCheck) {
    return new SweepSpec(
        collective,
        newPool,
        newLibrary,
        newKernel,
        dtype,
        op,
        root,
        blocks,
        newTurns,
        iterations,
        warmups,
        newBatches,
        newWarmUpSeconds,
        newCheck);
  }
}
