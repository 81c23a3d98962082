package dev.muster.offload.opencl;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import java.util.ArrayList;
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

  /** Steps of the sums in each part: all of them where one part is enough. */
  long partDepth(MatMul problem, DeviceFacts facts) {
    long parts = wanted.orElseGet(() -> partsFor(problem, facts));
    long most = Math.max(1, problem.k());
    return Math.ceilDiv(Math.ceilDiv(most, parts), depth) * depth;
  }

  private int partsFor(MatMul problem, DeviceFacts facts) {
    long perUnit =
        ShapeClass.of(problem) == ShapeClass.FLAT ? FLAT_GROUPS_PER_UNIT : GROUPS_PER_UNIT;
    return Math.clamp(perUnit * facts.computeUnits() / Math.max(1, groups), 1, most(problem));
  }

  /** Into how many they can be cut. */
  static int most(MatMul problem) {
    return Math.clamp(problem.k() / DEPTH_MIN, 1, COUNT_MAX);
  }

  /** Adds the memory of the parts, where there are several. */
  MemoryNeed addWorkspace(MatMul problem, DeviceFacts facts, MemoryNeed need) {
    return sums(problem, facts).addWorkspace(need);
  }

  private PartialSums sums(MatMul problem, DeviceFacts facts) {
    return new PartialSums(problem, count(problem, facts));
  }

  /** The option of a program whose sums are cut in parts; nothing where they are not. */
  String define(MatMul problem, DeviceFacts facts) {
    return ClTarget.flags(sums(problem, facts).flag());
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
    PartialSums sums = sums(problem, target.facts());
    DType dtype = problem.dtype().sums();
    ClMemory c = operands.getLast();
    ClMemory into = sums.memory(target, c, owned);
    ClLaunch multiply =
        new ClLaunch(
            program, "matmul", new long[] {groups * items, sums.count()}, new long[] {items, 1});
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
    List<ClCommand> commands = new ArrayList<>();
    commands.add(multiply);
    commands.addAll(sums.combine(target, program, into, c, owned));
    return commands;
  }

  /** How many there are. */
  long count(MatMul problem, DeviceFacts facts) {
    return Math.max(1, Math.ceilDiv((long) problem.k(), partDepth(problem, facts)));
  }
}
