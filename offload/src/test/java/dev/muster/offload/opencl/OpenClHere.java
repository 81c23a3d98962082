package dev.muster.offload.opencl;

import dev.muster.kernels.contract.KernelContract.Subject;
import dev.muster.kernels.contract.Require;
import dev.muster.kernels.kernel.Kernel;
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

  /** Skips or fails where there is no device at all. */
  static void requireAny() {
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

  static boolean isPocl(OpenClDevice device) {
    return device.platform().name().equals(PLATFORMS.get("pocl"));
  }

  /** A device that can be split in two; skips or fails where there is none. */
  static OpenClDevice requireSplittable() {
    OpenClDevice device = require("pocl");
    if (!device.facts().canSplit()) {
      Require.missing("opencl-split", device.id() + " has one compute unit");
    }
    return device;
  }

  static Subject subject(OpenClDevice device, String name, Kernel kernel) {
    return new Subject("%s (%s) %s".formatted(device.id(), device.facts().name(), name), kernel);
  }

  /** The product with each of these tiles. */
  static Stream<Subject> products(OpenClDevice device, List<String> tiles) {
    return tiles.stream()
        .map(tile -> subject(device, tile, new OpenClMatMul(device, OpenClTile.parse(tile))));
  }
}
