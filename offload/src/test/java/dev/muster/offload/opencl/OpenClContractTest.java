package dev.muster.offload.opencl;

import dev.muster.kernels.contract.KernelContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract on every device that is found here, with the tile for it and with tiles for other
 * devices: a tile that does not suit a device is slow, never wrong.
 */
class OpenClContractTest extends KernelContract {

  @BeforeAll
  static void findDevices() {
    OpenClHere.require();
  }

  @Override
  protected Stream<Subject> subjects() {
    return OpenClHere.devices().stream().flatMap(OpenClContractTest::subjects);
  }

  private static Stream<Subject> subjects(OpenClDevice device) {
    Stream<Subject> own =
        device.kernels().all().stream()
            .map(kernel -> subject(device, kernel.computes().getSimpleName(), kernel));
    Stream<Subject> tiles =
        OpenClHere.tiles()
            .map(tile -> subject(device, tile.toString(), new OpenClMatMul(device, tile)));
    return Stream.concat(own, tiles);
  }

  private static Subject subject(
      OpenClDevice device, String name, dev.muster.kernels.kernel.Kernel kernel) {
    return new Subject("%s (%s) %s".formatted(device.id(), device.facts().name(), name), kernel);
  }
}
