package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.problem.Operands;
import java.util.List;
import java.util.function.Supplier;

/**
 * How a ceiling is found: every unit of a device does the same fixed work, in as many work-items as
 * keep all units busy.
 *
 * @param kernel its name in the program; its arguments are the number of work-items, an input and
 *     an output
 * @param items work-items
 * @param group work-items of a group
 */
record FixedWork(String kernel, long items, long group) {
  private static final int GROUP_OF_A_GPU = 64;

  /** So that no unit waits long for the last one. */
  static final int ITEMS_PER_CORE = 64;

  /** Enough to hide latencies: as many as a unit of any GPU so far keeps in flight. */
  private static final int ITEMS_PER_UNIT_OF_A_GPU = 2048;

  /** In registers only. */
  static FixedWork inRegisters(DeviceFacts facts, String kernel, long items) {
    long group = facts.hasExplicitVectors() ? 1 : Math.min(GROUP_OF_A_GPU, facts.maxGroupSize());
    return new FixedWork(kernel, items, group);
  }

  /** Work-items that keep all units busy, each with scalars only. */
  static int itemsOfScalars(DeviceFacts facts) {
    return facts.computeUnits()
        * (facts.hasExplicitVectors() ? ITEMS_PER_CORE : ITEMS_PER_UNIT_OF_A_GPU);
  }

  /** Ready to run. */
  BoundKernel bind(
      ClTarget target, String description, Operands operands, Supplier<ClProgram> program) {
    return OpenClBound.of(
        target,
        description,
        bound ->
            List.of(
                bound
                    .owned()
                    .add(
                        new ClLaunch(program.get(), kernel, new long[] {items}, new long[] {group}))
                    .with(items)
                    .with(bound.input(operands.input(0)))
                    .with(bound.output(operands.output(0)))));
  }
}
