package dev.muster.offload.collective;

/**
 * A run of elements in one buffer of the rank that names it.
 *
 * @param buffer number of the buffer; what each number stands for is said by whoever makes the
 *     schedule
 * @param offset first element
 * @param count elements, 0 or more
 */
public record Region(int buffer, long offset, long count) {
  public Region {
    if (buffer < 0 || offset < 0 || count < 0) {
      throw new IllegalArgumentException(
          "bad region: buffer %d, offset %d, count %d".formatted(buffer, offset, count));
    }
  }

  public long end() {
    return offset + count;
  }

  /** True where an element lies in both. */
  public boolean overlaps(Region other) {
    return buffer == other.buffer && Math.max(offset, other.offset) < Math.min(end(), other.end());
  }
}
