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
  private static final List<String> TILES = List.of("6x2@8", "1x3@4", "12x8x5/3x2");

  /** However B is read, which otherwise follows from sizes that would take long everywhere. */
  private static final List<String> TILES_OF_CPUS =
      List.of("6x2@8-streamed", "3x1@16-staged", "1x3@4-packed");

  /** A program for each alignment of each operand: not where a build takes a second. */
  private static final List<String> TILES_OF_MANY_PROGRAMS = List.of("8x16x4/2x4@4x2k3");

  @BeforeAll
  static void findDevices() {
    OpenClHere.requireAny();
  }

  @Override
  protected Stream<Subject> subjects() {
    return OpenClHere.devices().stream()
        .flatMap(
            device ->
                Stream.concat(
                    OpenClHere.products(device, TILES),
                    OpenClHere.products(
                        device,
                        OpenClHere.isPocl(device) ? TILES_OF_CPUS : TILES_OF_MANY_PROGRAMS)));
  }

  /** The largest products are left to the tile that suits the device. */
  @Override
  protected double flopsMax() {
    return 1e5;
  }
}
