package dev.muster.offload.opencl;

import dev.muster.kernels.contract.KernelContract;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract on every device with tiles of both kernels, of every width of vectors, small and
 * large: a tile that does not suit a device is slow, never wrong.
 */
class OpenClTilesContractTest extends KernelContract {
  private static final List<String> TILES =
      List.of("6x2@8", "1x3@4", "12x8x5/3x2", "32x64x8/4x8@4x2", "16x32x16/2x4@2x1k3");

  @BeforeAll
  static void findDevices() {
    OpenClHere.requireAny();
  }

  @Override
  protected Stream<Subject> subjects() {
    return OpenClHere.devices().stream().flatMap(device -> OpenClHere.products(device, TILES));
  }

  /** The largest products are left to the tile that suits the device. */
  @Override
  protected double flopsMax() {
    return 1e5;
  }
}
