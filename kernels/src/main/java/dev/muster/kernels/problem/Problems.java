package dev.muster.kernels.problem;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** All kinds of problems that are on the class path. */
public final class Problems {
  private static final List<ProblemType> TYPES =
      ServiceLoader.load(ProblemType.class).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparing(ProblemType::name))
          .toList();

  private Problems() {}

  public static List<ProblemType> types() {
    return TYPES;
  }

  /**
   * The problem with this text form.
   *
   * @throws BadInputException naming the bad part and the legal values
   */
  public static Problem parse(String text) {
    ProblemText parts = ProblemText.split(text);
    return TYPES.stream()
        .filter(type -> type.name().equals(parts.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown problem '%s'; legal: %s"
                        .formatted(
                            parts.name(),
                            TYPES.stream()
                                .map(ProblemType::form)
                                .collect(Collectors.joining(", ")))))
        .parse(parts);
  }
}
