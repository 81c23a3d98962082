package dev.muster.offload.opencl;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import java.util.List;
import java.util.OptionalInt;

/**
 * Into how many parts the sums of a product are cut, so that every unit of a device has something
 * to do.
 *
 * @param wanted how many; empty where as many as keep the device busy
 * @param depth parts are whole multiples of this
 * @param groups that C is cut into
 */
record SumParts(OptionalInt wanted, int depth, long groups) {
  /** Groups of each unit that a product is cut into, if it has fewer by itself. */
  private static final int GROUPS_PER_UNIT = 2;

  /** The same where memory decides: an H100 read at 2.1 TB/s with 2, and at 2.6 TB/s with 4. */
  private static final int FLAT_GROUPS_PER_UNIT = 4;

  /** A part shorter than this costs more than it brings. */
  private static final int DEPTH_MIN = 128;

  private static final int COUNT_MAX = 64;
  private static final int ITEMS_OF_COMBINE = 64;

  /** Steps of the sums in each part: all of them where one part is enough. */
  long partDepth(MatMul problem, DeviceFacts facts) {
    long parts = wanted.orElseGet(() -> partsFor(problem, facts));
    long most = Math.max(1, problem.k());
    return Math.ceilDiv(Math.ceilDiv(most, parts), depth) * depth;
  }

  private int partsFor(MatMul problem, DeviceFacts facts) {
    long perUnit =
        ShapeClass.of(problem) == ShapeClass.FLAT ? FLAT_GROUPS_PER_UNIT : GROUPS_PER_UNIT;
    return Math.clamp(
        perUnit * facts.computeUnits() / Math.max(1, groups),
        1,
        Math.clamp(problem.k() / DEPTH_MIN, 1, COUNT_MAX));
  }

  /** Adds the memory of the parts, where there are several. */
  MemoryNeed addWorkspace(MatMul problem, DeviceFacts facts, MemoryNeed need) {
    long count = count(problem, facts);
    return count == 1 ? need : need.add("partial sums", partialBytes(problem, count));
  }

  private static long partialBytes(MatMul problem, long count) {
    return count * problem.m() * problem.n() * problem.dtype().sums().bytes();
  }

  /** The option of a program whose sums are cut in parts; nothing where they are not. */
  String define(MatMul problem, DeviceFacts facts) {
    return count(problem, facts) > 1 ? " -DPARTIAL" : "";
  }

  /**
   * The launches of a program: {@code matmul}, and {@code combine} where it has parts.
   *
   * @param items work-items of a group
   */
  List<ClCommand> bind(
      MatMul problem,
      ClTarget target,
      ClProgram program,
      long items,
      List<ClMemory> operands,
      Owned owned) {
    long count = count(problem, target.facts());
    DType dtype = problem.dtype().sums();
    ClMemory c = operands.getLast();
    ClMemory into = count > 1 ? owned.add(target.allocate(partialBytes(problem, count))) : c;
    ClLaunch multiply =
        new ClLaunch(program, "matmul", new long[] {groups * items, count}, new long[] {items, 1});
    owned
        .add(multiply)
        .with((long) problem.m())
        .with((long) problem.n())
        .with((long) problem.k())
        .with(partDepth(problem, target.facts()))
        .with(dtype, problem.alpha())
        .with(dtype, problem.beta())
        .with(operands.get(0))
        .with(operands.get(1))
        .with(into);
    if (count == 1) {
      return List.of(multiply);
    }
    long elements = (long) problem.m() * problem.n();
    ClLaunch combine =
        new ClLaunch(
            program,
            "combine",
            new long[] {elements},
            new long[] {Math.min(ITEMS_OF_COMBINE, target.facts().maxGroupSize())});
    owned
        .add(combine)
        .with(elements)
        .with(count)
        .with(dtype, problem.alpha())
        .with(dtype, problem.beta())
        .with(into)
        .with(c);
    return List.of(multiply, combine);
  }

  /** How many there are. */
  long count(MatMul problem, DeviceFacts facts) {
    return Math.max(1, Math.ceilDiv((long) problem.k(), partDepth(problem, facts)));
  }
}
