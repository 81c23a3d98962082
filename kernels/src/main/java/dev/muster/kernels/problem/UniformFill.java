package dev.muster.kernels.problem;

/**
 * Reals uniform in [-1, 1).
 *
 * @param seedShift is added to every seed
 */
record UniformFill(long seedShift) implements Fill {
  /** Elements that are made at a time: so few that they stay in the nearest cache. */
  static final int CHUNK = 1024;

  @Override
  public double at(long seed, int operand, long index) {
    return value(key(seed + seedShift, operand) + index);
  }

  /** Without a call per element, as a loop that may become vectors. */
  @Override
  public void values(long seed, int operand, long first, double[] into, int count) {
    long key = key(seed + seedShift, operand) + first;
    for (int i = 0; i < count; i++) {
      into[i] = value(key + i);
    }
  }

  private static double value(long key) {
    return (mix(key) >> 11) * 0x1p-52;
  }

  @Override
  public Fill repetition(long repetition) {
    return new UniformFill(seedShift + seedShift(repetition));
  }

  /** What is added to a seed for another repetition. */
  static long seedShift(long repetition) {
    return 1_000_003 * repetition;
  }

  /** To which the index of an element is added. */
  static long key(long seed, int operand) {
    return seed * 0x9E3779B97F4A7C15L + (operand + 1) * 0xD1B54A32D192ED03L;
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
  static long mix(long key) {
    long z = key * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
