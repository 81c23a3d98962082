package dev.muster.kernels.kernel;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import java.util.List;

/**
 * One way to compute one kind of problem on one device.
 *
 * <p>Stateless and thread-safe; what a run needs is in the {@link BoundKernel}.
 */
public interface Kernel {

  /** The word on the repeat line, e.g. {@code vector}; the same for all kinds of problems. */
  String name();

  /** The kind of problem that it computes. */
  Class<? extends Problem> computes();

  /** Whether this problem can be computed here, and if not, why. Asked before {@link #bind}. */
  Support supports(Problem problem);

  /**
   * Chooses tiles, compiles and allocates: everything that is decided before the first run.
   *
   * @throws IllegalArgumentException naming the operand that does not fit the problem
   */
  BoundKernel bind(Problem problem, Operands operands);

  /** False for a kernel whose second run may differ from the first in the last bits. */
  default boolean deterministic() {
    return true;
  }

  /**
   * This kernel on so many cores at once, the calling thread being one of them. A pool without a
   * plan means this: the kernel itself shares the work out.
   *
   * @param threads 1 or more
   * @throws BadInputException where it runs on one core only
   */
  default Kernel withThreads(int threads) {
    if (threads == 1) {
      return this;
    }
    throw new BadInputException(
        "kernel '%s' runs on one device, pool has %d; legal: a pool of 1, or a plan, e.g. pm%d"
            .formatted(name(), threads, threads));
  }

  /**
   * Settings with which a comparison is to show this kernel too, beside the plain one, e.g. {@code
   * best} for {@code openblas:best}.
   */
  default List<String> settings() {
    return List.of();
  }

  /**
   * This kernel with the settings that followed its name, e.g. 256 and 5x2 of {@code
   * vector:256:5x2}.
   *
   * @throws BadInputException naming the bad setting and the legal values
   */
  default Kernel with(List<String> settings) {
    if (settings.isEmpty()) {
      return this;
    }
    throw new BadInputException(
        "kernel '%s' takes no setting '%s'".formatted(name(), settings.getFirst()));
  }
}
