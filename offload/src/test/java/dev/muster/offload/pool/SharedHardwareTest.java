package dev.muster.offload.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.kernels.kernel.Kernels;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedHardwareTest {
  /** A device as one driver shows it. */
  private record Shown(String id, Optional<String> hardware) implements Device {
    static Shown at(String id, String place) {
      return new Shown(id, Optional.of(place));
    }

    @Override
    public String description() {
      return id;
    }

    @Override
    public Kernels kernels() {
      return new Kernels(List.of());
    }
  }

  @Test
  void oneGpuUnderTwoNamesIsSaid() {
    assertEquals(
        List.of("opencl:0 and opencl:2 share pci:0000:17:00.0"),
        SharedHardware.notes(
            List.of(
                Shown.at("opencl:0", "pci:0000:17:00.0"),
                Shown.at("opencl:1", "pci:0000:65:00.0"),
                Shown.at("opencl:2", "pci:0000:17:00.0"))));
  }

  @Test
  void partsOfOneDeviceAreNoTwoNames() {
    assertEquals(
        List.of(),
        SharedHardware.notes(
            List.of(Shown.at("opencl:0/2.0", "uuid:00ff"), Shown.at("opencl:0/2.1", "uuid:00ff"))));
  }

  @Test
  void whatNobodyTellsIsNotGuessed() {
    assertEquals(
        List.of(),
        SharedHardware.notes(
            List.of(
                new Shown("opencl:0", Optional.empty()), new Shown("opencl:1", Optional.empty()))));
  }
}
