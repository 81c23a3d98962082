package dev.muster.suites.measure;

import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.kernel.Kernels;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The kernels that another one is measured beside.
 *
 * @param kernels their words on the repeat line
 */
public record Peers(List<String> kernels) {
  private static final String ALL = "all";
  private static final String NONE = "none";

  /** The specification is nobody's peer: it is slow on purpose. */
  private static final String SPECIFICATION = "scalar";

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
  public static Peers parse(String text, String ours, Problem problem) {
    return switch (text) {
      case NONE -> new Peers(List.of());
      case ALL -> new Peers(all(ours, problem));
      default ->
          new Peers(Arrays.stream(text.split(",", -1)).distinct().toList()).require(ours, problem);
    };
  }

  private Peers require(String ours, Problem problem) {
    for (String kernel : kernels) {
      if (kernel.equals(ours)) {
        throw new BadInputException(
            "bad --peers '%s': it is the one that is judged; legal: all, none, or other kernels"
                .formatted(kernel));
      }
      var _ = Kernels.cpu().find(kernel, problem);
    }
    return this;
  }

  /** Other people's kernels, each as it is shipped and with the settings at which it is best. */
  private static List<String> all(String ours, Problem problem) {
    return Kernels.cpu().computing(problem).stream()
        .filter(kernel -> !kernel.name().equals(SPECIFICATION))
        .filter(kernel -> !kernel.name().equals(ours.split(":", 2)[0]))
        .flatMap(Peers::variants)
        .toList();
  }

  private static Stream<String> variants(Kernel kernel) {
    return Stream.concat(
        Stream.of(kernel.name()),
        kernel.settings().stream().map(setting -> kernel.name() + ":" + setting));
  }
}
