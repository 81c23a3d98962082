package dev.muster.offload.opencl;

import dev.muster.kernels.contract.KernelContract;
import dev.muster.kernels.contract.Require;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;

/** The contract with tiles of the engine, large and small, where a device has one. */
class EngineContractTest extends KernelContract {
  private static final List<String> TILES =
      List.of("engine-128x128x32/64x64@3", "engine-16x64x16/16x16@4", "engine-64x32x64/32x16@2k3");

  private static List<OpenClDevice> devices() {
    return OpenClHere.devices().stream().filter(device -> device.facts().hasEngine()).toList();
  }

  @BeforeAll
  static void findDevices() {
    if (devices().isEmpty()) {
      Require.missing("engine", "no device has " + EngineTile.ENGINE);
    }
  }

  @Override
  protected Stream<Subject> subjects() {
    return devices().stream().flatMap(device -> OpenClHere.products(device, TILES));
  }
}
