package dev.muster.offload.collective;

import dev.muster.kernels.problem.BadInputException;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** All collective algorithms that are on the class path, by name. */
public final class CollectiveAlgorithms {
  private static final List<CollectiveAlgorithm> ALL =
      ServiceLoader.load(CollectiveAlgorithm.class).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparing(CollectiveAlgorithm::name))
          .toList();

  private CollectiveAlgorithms() {}

  public static List<CollectiveAlgorithm> all() {
    return ALL;
  }

  /** The names to show to someone who mistyped one, e.g. {@code ring, two-shot}. */
  public static String names() {
    return names(_ -> true);
  }

  /** The names of those that move messages, so that they run on every pool and in every group. */
  public static String namesOfMessages() {
    return names(algorithm -> !algorithm.sharesMemory());
  }

  private static String names(Predicate<CollectiveAlgorithm> which) {
    return ALL.stream()
        .filter(which)
        .map(CollectiveAlgorithm::name)
        .collect(Collectors.joining(", "));
  }

  /**
   * The algorithm that a plan names.
   *
   * @throws BadInputException naming the legal values
   */
  public static CollectiveAlgorithm find(String name) {
    return ALL.stream()
        .filter(algorithm -> algorithm.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown collective '%s'; legal: %s".formatted(name, names())));
  }
}
