package dev.muster.offload.opencl;

import dev.muster.kernels.contract.Require;
import dev.muster.offload.pool.UnsupportedPoolException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The devices that tests run on, and what is skipped or failed where one is missing. */
final class OpenClHere {

  /** Names for {@code -Drequire}, and what the platform calls itself. */
  private static final Map<String, String> PLATFORMS =
      Map.of("pocl", "Portable Computing Language", "rusticl", "rusticl", "oclgrind", "Oclgrind");

  private OpenClHere() {}

  static List<OpenClDevice> devices() {
    try {
      return OpenCl.devices();
    } catch (UnsupportedPoolException e) {
      return List.of();
    }
  }

  /** Skips where there is no device at all, fails where it or a driver is required. */
  static void require() {
    try {
      OpenCl.devices();
    } catch (UnsupportedPoolException e) {
      Require.missing("opencl", e.getMessage());
    }
  }

  /** The first device of a driver; skips or fails where there is none. */
  static OpenClDevice require(String driver) {
    Optional<OpenClDevice> device =
        devices().stream()
            .filter(each -> each.platform().name().equals(PLATFORMS.get(driver)))
            .findFirst();
    if (device.isEmpty()) {
      Require.missing(driver, "no device of the platform " + PLATFORMS.get(driver));
    }
    return device.orElseThrow();
  }

  /** Tiles of both kernels, of every vector width, small and large. */
  static Stream<OpenClTile> tiles() {
    return Stream.of("5x2@8", "8x2@16", "3x1@4", "1x3@4", "64x64x16/4x4", "12x8x5/3x2")
        .map(OpenClTile::parse);
  }
}
