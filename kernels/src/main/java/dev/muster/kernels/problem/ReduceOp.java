package dev.muster.kernels.problem;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How the elements of several ranks become one; names as in MPI and NCCL. */
public enum ReduceOp {
  SUM("sum");

  private final String text;

  ReduceOp(String text) {
    this.text = text;
  }

  /**
   * The operation with this text form.
   *
   * @throws BadInputException naming the legal values
   */
  public static ReduceOp parse(String text) {
    return Arrays.stream(values())
        .filter(op -> op.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown operation '%s'; legal: %s"
                        .formatted(
                            text,
                            Arrays.stream(values())
                                .map(ReduceOp::toString)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return text;
  }
}
