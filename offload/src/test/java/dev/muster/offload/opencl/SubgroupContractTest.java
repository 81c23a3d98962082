package dev.muster.offload.opencl;

import dev.muster.kernels.contract.KernelContract;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.opencl.SubgroupTile.Form;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract with tiles of sub-groups: as they are where a device has these, and everywhere with
 * local memory in the place of registers, and a loop in that of the engine.
 */
class SubgroupContractTest extends KernelContract {
  private static final List<SubgroupTile> TILES =
      List.of(tile(Form.SUB, 3, 2, 8), tile(Form.XMX, 8, 2, 8), tile(Form.XMX, 16, 1, 16));

  private static SubgroupTile tile(Form form, int rows, int cols, int lanes) {
    return new SubgroupTile(form, rows, cols, lanes, false).withEmulation();
  }

  @BeforeAll
  static void findDevices() {
    OpenClHere.requireAny();
  }

  @Override
  protected Stream<Subject> subjects() {
    return OpenClHere.devices().stream()
        .flatMap(device -> Stream.concat(emulated(device), real(device)));
  }

  static Stream<Subject> emulated(OpenClDevice device) {
    return TILES.stream()
        .map(
            tile -> OpenClHere.subject(device, tile + " emulated", new OpenClMatMul(device, tile)));
  }

  private static Stream<Subject> real(OpenClDevice device) {
    return Stream.of(DType.F32, DType.F16)
        .flatMap(dtype -> SubgroupTile.candidates(device.facts(), dtype, ShapeClass.FLAT))
        .flatMap(tile -> OpenClHere.products(device, List.of(tile.toString())));
  }

  @Override
  protected double flopsMax() {
    return 1e5;
  }
}
