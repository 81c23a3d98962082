package dev.muster.kernels.matmul;

/**
 * A length cut into parts that differ by one at most, the longer ones first: 1025 rows in parts of
 * up to 12 are 79 parts of 12 and 7 of 11, so that no short rest runs at half speed.
 *
 * @param length what is cut, 0 or more
 * @param count number of parts
 */
record Cuts(int length, int count) {

  /** As few parts as there can be with none longer than {@code max}. */
  static Cuts atMost(int length, int max) {
    return new Cuts(length, Math.ceilDiv(length, max));
  }

  /** Where part {@code index} begins; the length itself for the part behind the last. */
  int start(int index) {
    return index * shorter() + Math.min(index, longerCount());
  }

  /** Length of part {@code index}. */
  int size(int index) {
    return shorter() + (index < longerCount() ? 1 : 0);
  }

  /** Length of the first part, which none exceeds; 0 where there is none. */
  int longest() {
    return count == 0 ? 0 : size(0);
  }

  /** Length of the last part; 0 where there is none. */
  int shorter() {
    return count == 0 ? 0 : length / count;
  }

  /** The first shorter part of those from {@code first} to {@code end}; {@code end} for none. */
  int firstShorter(int first, int end) {
    return Math.clamp(longerCount(), first, end);
  }

  private int longerCount() {
    return count == 0 ? 0 : length % count;
  }
}
