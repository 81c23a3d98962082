package dev.muster.kernels.vector;

import dev.muster.kernels.problem.BadInputException;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/** The vector widths that a person can force, and the one that a core prefers. */
public final class VectorBits {
  /** Widths that run on any machine, in hardware or emulated. */
  public static final List<Integer> LEGAL = List.of(128, 256, 512);

  private VectorBits() {}

  /** The widest that this core has in hardware, within {@link #LEGAL}. */
  public static int preferred() {
    return Math.clamp(FloatVector.SPECIES_PREFERRED.vectorBitSize(), 128, 512);
  }

  /**
   * A width from its text form.
   *
   * @throws BadInputException naming the legal widths
   */
  public static int parse(String text) {
    return LEGAL.stream()
        .filter(bits -> bits.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "bad vector width '%s'; legal: 128, 256, 512".formatted(text)));
  }
}
