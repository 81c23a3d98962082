package dev.muster.offload.pool;

import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.offload.plan.Plan;
import java.util.List;
import java.util.Optional;

/** Devices that can run a schedule together, one rank each. */
public interface Pool extends AutoCloseable {

  /** The text form, e.g. {@code cpu:2}. */
  String text();

  /** The device of each rank. */
  List<Device> devices();

  default int ranks() {
    return devices().size();
  }

  /** Text of the pool of the first device alone: what a speedup is measured against. */
  String firstDeviceAlone();

  /** The one thing by which a caller may tell kinds of pools apart. */
  Provenance provenance();

  /** What a reader of the result must know, e.g. that ranks share a core; empty if nothing. */
  List<String> notes();

  /**
   * Whether this plan of this problem can run here, and if not, why.
   *
   * @param kernel the word for the kernel on the repeat line
   * @throws dev.muster.kernels.problem.BadInputException where plan, kernel or problem do not fit
   *     each other, naming what would
   */
  Support supports(Problem problem, Plan plan, String kernel);

  /**
   * Bytes of the memory of the host that the ranks of a plan take beside the operands, as far as
   * that is known before any of it is taken: not what a driver takes there for its devices.
   */
  default long hostBytes(Problem problem, Plan plan) {
    return 0;
  }

  /**
   * Places the operands, binds the kernels and makes the schedule.
   *
   * @param operands in the memory of the host, from {@link Problem#allocate} with {@link #ranks}
   */
  BoundPlan bind(Problem problem, Plan plan, String kernel, Operands operands);

  /**
   * STREAM's copy on every rank at once, from its input to its output: what the memory that the
   * ranks have in common allows them. Empty where they have none.
   *
   * @param operands one input and one output per rank, of the same size
   */
  default Optional<BoundPlan> bindStream(Operands operands) {
    return Optional.empty();
  }

  @Override
  void close();
}
