package dev.muster.kernels.problem;

/**
 * Reals uniform in [-1, 1).
 *
 * @param seedShift is added to every seed
 */
record UniformFill(long seedShift) implements Fill {
  @Override
  public double at(long seed, int operand, long index) {
    return value(Fill.key(seed + seedShift, operand) + index);
  }

  /** A loop that the JIT makes vectors of. */
  @Override
  public void values(long seed, int operand, long first, double[] into, int count) {
    long key = Fill.key(seed + seedShift, operand) + first;
    for (int i = 0; i < count; i++) {
      into[i] = value(key + i);
    }
  }

  private static double value(long key) {
    return (Fill.mix(key) >> 11) * 0x1p-52;
  }

  @Override
  public Fill repetition(long repetition) {
    return new UniformFill(seedShift + Fill.seedShift(repetition));
  }
}
