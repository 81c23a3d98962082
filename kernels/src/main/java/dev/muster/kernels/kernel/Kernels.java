package dev.muster.kernels.kernel;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** A set of kernels, looked up by the word on the repeat line and the kind of problem. */
public final class Kernels {
  private static final Kernels CPU =
      new Kernels(
          ServiceLoader.load(Kernel.class).stream().map(ServiceLoader.Provider::get).toList());

  private final List<Kernel> kernels;

  public Kernels(List<Kernel> kernels) {
    this.kernels = List.copyOf(kernels);
  }

  /** All kernels that run on the calling thread, found by {@link ServiceLoader}. */
  public static Kernels cpu() {
    return CPU;
  }

  public List<Kernel> all() {
    return kernels;
  }

  /** The kernels for this kind of problem, whether or not they support this one. */
  public List<Kernel> computing(Problem problem) {
    return kernels.stream().filter(kernel -> kernel.computes().isInstance(problem)).toList();
  }

  /**
   * The kernel that a repeat line names.
   *
   * @param text name and settings, e.g. {@code vector} or {@code vector:256:5x2}
   * @throws BadInputException naming the kernels that compute such a problem
   */
  public Kernel find(String text, Problem problem) {
    List<String> parts = Arrays.asList(text.split(":", -1));
    return computing(problem).stream()
        .filter(kernel -> kernel.name().equals(parts.getFirst()))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown kernel '%s' for '%s'; legal: %s"
                        .formatted(
                            text,
                            problem.text(),
                            computing(problem).stream()
                                .map(Kernel::name)
                                .collect(Collectors.joining(", ")))))
        .with(parts.subList(1, parts.size()));
  }
}
