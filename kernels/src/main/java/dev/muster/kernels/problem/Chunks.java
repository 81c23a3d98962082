package dev.muster.kernels.problem;

/**
 * A run of {@code count} elements cut into {@code parts} neighbouring chunks whose lengths differ
 * by at most one, the longer ones first.
 *
 * <p>With fewer elements than parts the last chunks are empty.
 *
 * @param count elements, 0 or more
 * @param parts chunks, 1 or more
 */
public record Chunks(long count, int parts) {
  public Chunks {
    if (count < 0 || parts < 1) {
      throw new IllegalArgumentException("cannot cut %d into %d parts".formatted(count, parts));
    }
  }

  /** The first element of chunk {@code part}; behind the last chunk, {@code count}. */
  public long start(int part) {
    return part * (count / parts) + Math.min(part, count % parts);
  }

  /** Elements of a chunk. */
  public long count(int part) {
    return start(part + 1) - start(part);
  }

  /** The chunk that an element lies in. */
  public int partOf(long index) {
    long shorter = count / parts;
    long behindLonger = count % parts * (shorter + 1);
    return (int)
        (index < behindLonger
            ? index / (shorter + 1)
            : count % parts + (index - behindLonger) / shorter);
  }
}
