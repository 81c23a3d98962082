package dev.muster.offload.plan;

import dev.muster.kernels.problem.Chunks;

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
}
