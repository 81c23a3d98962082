package dev.muster.offload.plan;

import dev.muster.kernels.problem.Chunks;
import java.util.List;

/**
 * A run of indices of one dimension of a problem.
 *
 * @param start the first
 * @param count how many, 0 or more
 */
public record Range(int start, int count) {

  /** The index behind the last. */
  public int end() {
    return start + count;
  }

  /** Part {@code index} of {@code parts} that differ by at most one, the longer ones first. */
  Range part(int index, int parts) {
    Chunks chunks = new Chunks(count, parts);
    int offset = Math.toIntExact(chunks.start(index));
    return new Range(start + offset, Math.toIntExact(chunks.count(index)));
  }

  /**
   * Part {@code index} of parts in these proportions, rounded; none is empty where there are as
   * many indices as parts.
   */
  Range part(int index, List<Integer> weights) {
    double total = weights.stream().mapToDouble(Integer::doubleValue).sum();
    double before = 0;
    int begin = 0;
    for (int part = 0; part <= index; part++) {
      before += weights.get(part);
      int partsLeft = weights.size() - 1 - part;
      long wanted = Math.max(Math.round(count * before / total), begin + 1L);
      int end = (int) Math.max(begin, Math.min(wanted, (long) count - partsLeft));
      if (part == index) {
        return new Range(start + begin, end - begin);
      }
      begin = end;
    }
    throw new IndexOutOfBoundsException(index);
  }
}
