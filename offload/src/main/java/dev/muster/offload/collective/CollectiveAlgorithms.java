package dev.muster.offload.collective;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.CollectiveKind;
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

  /** Those that do this. */
  public static List<CollectiveAlgorithm> of(CollectiveKind kind) {
    return ALL.stream().filter(algorithm -> algorithm.kinds().contains(kind)).toList();
  }

  /** Of all-reduce, those that move messages, so that they run in every group of ranks. */
  public static List<CollectiveAlgorithm> ofMessages() {
    return of(CollectiveKind.ALL_REDUCE).stream()
        .filter(algorithm -> !algorithm.sharesMemory())
        .toList();
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
    return find(name, ALL);
  }

  /**
   * The algorithm with this name that does this.
   *
   * @throws BadInputException naming those that do
   */
  public static CollectiveAlgorithm find(String name, CollectiveKind kind) {
    CollectiveAlgorithm algorithm = find(name, ALL);
    if (!algorithm.kinds().contains(kind)) {
      throw new BadInputException(
          "'%s' does no %s; legal: %s".formatted(name, kind, names(of(kind))));
    }
    return algorithm;
  }

  private static CollectiveAlgorithm find(String name, List<CollectiveAlgorithm> algorithms) {
    return algorithms.stream()
        .filter(algorithm -> algorithm.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown collective '%s'; legal: %s".formatted(name, names(algorithms))));
  }
}
