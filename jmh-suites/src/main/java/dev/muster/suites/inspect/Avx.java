package dev.muster.suites.inspect;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.vector.VectorBits;
import java.util.Arrays;
import java.util.List;

/** The instruction set of x86-64 that code is compiled for. */
public enum Avx {
  /** All that this core has; the only one that there is on other processors. */
  OF_THIS_CORE("", VectorBits.preferred()),
  /** 16 vector registers of 256 bits. */
  AVX2("2", 256),
  /** 32 vector registers of 512 bits. */
  AVX512("3", 512);

  private final String level;
  private final int bitsMax;

  Avx(String level, int bitsMax) {
    this.level = level;
    this.bitsMax = bitsMax;
  }

  /**
   * From the JVM's number for it.
   *
   * @throws BadInputException naming the legal ones
   */
  public static Avx parse(String level) {
    return Arrays.stream(values())
        .filter(each -> each.level.equals(level))
        .findFirst()
        .orElseThrow(
            () -> new BadInputException("bad AVX level '%s'; legal: 2, 3".formatted(level)));
  }

  /** The widest vectors that this core has for it. */
  public int bitsPreferred() {
    return Math.min(bitsMax, VectorBits.preferred());
  }

  /** What a JVM is told to compile for it. */
  public List<String> jvmFlags() {
    return level.isEmpty() ? List.of() : List.of("-XX:UseAVX=" + level);
  }

  /** Whether it has vectors of this width; it emulates those that it has not. */
  Support vectorsOf(int bits) {
    return bits <= bitsMax
        ? Support.yes()
        : Support.no("no vectors of %d bits; the widest%s have %d".formatted(bits, this, bitsMax));
  }

  @Override
  public String toString() {
    return level.isEmpty() ? "" : " with " + String.join(" ", jvmFlags());
  }
}
