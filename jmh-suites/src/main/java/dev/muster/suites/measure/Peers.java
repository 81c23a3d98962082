package dev.muster.suites.measure;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Problem;
import java.util.Arrays;
import java.util.List;

/**
 * The kernels that another one is measured beside.
 *
 * @param kernels their words on the repeat line
 */
public record Peers(List<String> kernels) {
  private static final String ALL = "all";
  private static final String NONE = "none";

  public Peers {
    kernels = List.copyOf(kernels);
  }

  /**
   * The peers that a person names.
   *
   * @param text {@code all}, {@code none}, or words of kernels with commas between them
   * @param ours word of the kernel whose peers they are
   * @throws BadInputException where one does not compute the problem at all, or is ours
   */
  public static Peers parse(String text, String ours, PoolFacts pool, Problem problem) {
    return switch (text) {
      case NONE -> new Peers(List.of());
      case ALL -> new Peers(pool.others(ours));
      default -> named(Arrays.stream(text.split(",", -1)).distinct().toList(), ours, pool, problem);
    };
  }

  private static Peers named(List<String> kernels, String ours, PoolFacts pool, Problem problem) {
    for (String kernel : kernels) {
      if (kernel.equals(ours)) {
        throw new BadInputException(
            "bad --peers '%s': it is the one that is judged; legal: all, none, or other kernels"
                .formatted(kernel));
      }
      pool.requirePeer(kernel, problem);
    }
    return new Peers(kernels);
  }
}
