package dev.muster.offload.collective;

import dev.muster.kernels.problem.Chunks;
import java.util.List;
import java.util.stream.IntStream;

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

  /** All chunks of the buffer with this number. */
  public static List<Region> of(int buffer, Chunks chunks) {
    return IntStream.range(0, chunks.parts()).mapToObj(part -> of(buffer, chunks, part)).toList();
  }

  /** One of them. */
  public static Region of(int buffer, Chunks chunks, int part) {
    return new Region(buffer, chunks.start(part), chunks.count(part));
  }

  /** The same place in another buffer. */
  Region in(int otherBuffer) {
    return new Region(otherBuffer, offset, count);
  }

  public long end() {
    return offset + count;
  }

  /** True where an element lies in both. */
  public boolean overlaps(Region other) {
    return buffer == other.buffer && Math.max(offset, other.offset) < Math.min(end(), other.end());
  }
}
