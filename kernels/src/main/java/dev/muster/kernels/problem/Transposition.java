package dev.muster.kernels.problem;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Which operands of a product lie transposed in memory, by the two letters of the BLAS. */
public enum Transposition {
  NN,
  NT,
  TN,
  TT;

  /** True where A is stored as K×M. */
  public boolean ofA() {
    return this == TN || this == TT;
  }

  /** True where B is stored as N×K. */
  public boolean ofB() {
    return this == NT || this == TT;
  }

  /**
   * The transposition with this text form.
   *
   * @throws BadInputException naming the legal values
   */
  public static Transposition parse(String text) {
    return Arrays.stream(values())
        .filter(value -> value.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown trans '%s'; legal: %s"
                        .formatted(
                            text,
                            Arrays.stream(values())
                                .map(Transposition::name)
                                .collect(Collectors.joining(", ")))));
  }
}
