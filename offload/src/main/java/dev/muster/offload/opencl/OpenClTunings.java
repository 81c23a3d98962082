package dev.muster.offload.opencl;

import dev.muster.kernels.tensor.DType;
import java.util.ServiceLoader;

/**
 * What a search found to be the fastest tile of a device. Whoever can search provides it, found by
 * {@link ServiceLoader}; without one, or where nobody has searched, a bundled tile is taken, and
 * where there is none either, one that follows from what the device says of itself.
 */
@FunctionalInterface
public interface OpenClTunings {

  /**
   * What is known of products of one type and class.
   *
   * @param device {@link OpenClDevice#identity}
   */
  Answer of(String device, DType dtype, ShapeClass shapes);

  /** What is known. */
  sealed interface Answer {}

  /**
   * A tile that was found to be the fastest.
   *
   * @param setting of {@link OpenClMatMul}
   */
  record Searched(String setting) implements Answer {}

  /** Nobody has searched. */
  record Unsearched() implements Answer {}

  /**
   * Something is stored that cannot be trusted.
   *
   * @param reason why
   */
  record Distrusted(String reason) implements Answer {}

  /** Those of this machine. */
  static OpenClTunings here() {
    return Here.TUNINGS;
  }

  /** Loaded when it is first asked for. */
  final class Here {
    private static final OpenClTunings TUNINGS =
        ServiceLoader.load(OpenClTunings.class).findFirst().orElse((_, _, _) -> new Unsearched());

    private Here() {}
  }
}
