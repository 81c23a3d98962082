package dev.muster.offload.opencl;

import dev.muster.kernels.tensor.DType;
import java.util.Optional;
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
   * @return a setting of {@link OpenClMatMul}; empty where nobody has searched
   */
  Optional<String> of(String device, DType dtype, ShapeClass shapes);

  /** Those of this machine. */
  static OpenClTunings here() {
    return Here.TUNINGS;
  }

  /** Loaded when it is first asked for. */
  final class Here {
    private static final OpenClTunings TUNINGS =
        ServiceLoader.load(OpenClTunings.class).findFirst().orElse((_, _, _) -> Optional.empty());

    private Here() {}
  }
}
