package dev.muster.offload.collective;

import dev.muster.kernels.problem.BadInputException;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
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

  /** Those that move messages, so that they run on every pool and in every group of ranks. */
  public static List<CollectiveAlgorithm> ofMessages() {
    return ALL.stream().filter(algorithm -> !algorithm.sharesMemory()).toList();
  }

  /** The names to show to someone who mistyped one, e.g. {@code ring, two-shot}. */
  public static String names() {
    return names(ALL);
  }

  /** The names of these, with commas between. */
  public static String names(List<CollectiveAlgorithm> algorithms) {
    return algorithms.stream().map(CollectiveAlgorithm::name).collect(Collectors.joining(", "));
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
