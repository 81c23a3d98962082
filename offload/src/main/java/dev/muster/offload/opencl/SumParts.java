package dev.muster.offload.opencl;

import dev.muster.kernels.problem.MatMul;
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
    return Math.clamp(
        perUnit * facts.computeUnits() / Math.max(1, groups),
        1,
        Math.clamp(problem.k() / DEPTH_MIN, 1, COUNT_MAX));
  }

  /** How many there are. */
  long count(MatMul problem, DeviceFacts facts) {
    return Math.max(1, Math.ceilDiv((long) problem.k(), partDepth(problem, facts)));
  }
}
