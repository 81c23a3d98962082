package dev.muster.offload.plan;

import java.util.List;

/**
 * A part of C that a rank writes.
 *
 * <p>A part that no other rank holds may be written where C lies. A shared one is a contiguous
 * buffer of its own on each rank of the group, row by row; when the schedule has ended, each of
 * them holds the answer.
 *
 * @param m rows of C
 * @param n columns of C
 * @param group all ranks that hold a partial sum of it, ascending; the rank itself is one of them
 */
public record Output(Range m, Range n, List<Integer> group) {
  public Output {
    group = List.copyOf(group);
  }

  /** Elements. */
  public long count() {
    return (long) m.count() * n.count();
  }

  /** True where the partial sums of several ranks have to be joined. */
  public boolean shared() {
    return group.size() > 1;
  }

  /**
   * The rank whose first tile reads the C of the problem where β is not 0, and from which the
   * answer is taken.
   */
  public int leader() {
    return group.getFirst();
  }
}
