package dev.muster.offload.opencl;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.offload.pool.UnsupportedPoolException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.KHRICD;

/**
 * What OpenCL finds on this machine. Loads the ICD loader and the drivers when first asked, once
 * per process.
 *
 * <p>Devices are numbered over all platforms, in the order of the loader: {@code opencl:0} and so
 * on.
 */
public final class OpenCl {
  private static final long NULL = 0;
  private static final String INSTALL = "install pocl-opencl-icd, or the driver of your device";

  private static List<Found> found;

  private OpenCl() {}

  /**
   * One platform and its devices.
   *
   * @param devices those that the driver tells of; may be none
   * @param trouble what the driver answered where it failed, else empty
   */
  record Found(OpenClPlatform platform, List<OpenClDevice> devices, String trouble) {}

  /**
   * All devices, in the order of their numbers; at least one.
   *
   * @throws UnsupportedPoolException where there is none, saying what to install
   */
  public static List<OpenClDevice> devices() {
    List<Found> platforms = found();
    List<OpenClDevice> devices = platforms.stream().flatMap(each -> each.devices.stream()).toList();
    if (devices.isEmpty()) {
      String reasons =
          platforms.stream().map(DriverQuirks::whyNoDevice).collect(Collectors.joining("; "));
      throw new UnsupportedPoolException("no OpenCL device: %s (%s)".formatted(INSTALL, reasons));
    }
    return devices;
  }

  /**
   * One device.
   *
   * @throws UnsupportedPoolException where there are no devices, saying what to install
   * @throws BadInputException where there is none with this number, listing what exists
   */
  public static OpenClDevice device(int index) {
    List<OpenClDevice> devices = devices();
    if (index < 0 || index >= devices.size()) {
      throw new BadInputException(
          "no OpenCL device %d; legal: %s".formatted(index, listed(devices)));
    }
    return devices.get(index);
  }

  /**
   * The devices whose driver, vendor or name has this word in it, in the order of their numbers; at
   * least one.
   *
   * @throws UnsupportedPoolException where there are no devices, saying what to install
   * @throws BadInputException where none has it, listing what exists
   */
  static List<OpenClDevice> named(String word) {
    List<OpenClDevice> devices = devices();
    String lower = word.toLowerCase(Locale.ROOT);
    List<OpenClDevice> named =
        devices.stream()
            .filter(device -> device.names().anyMatch(name -> name.contains(lower)))
            .toList();
    if (named.isEmpty()) {
      throw new BadInputException(
          "no OpenCL device is called '%s'; legal: %s".formatted(word, listed(devices)));
    }
    return named;
  }

  private static String listed(List<OpenClDevice> devices) {
    return devices.stream()
        .map(
            device ->
                "%s (%s, %s)"
                    .formatted(device.id(), device.facts().name(), device.platform().name()))
        .collect(Collectors.joining(", "));
  }

  /**
   * All platforms, with or without devices; at least one.
   *
   * @throws UnsupportedPoolException where there is none, saying what to install
   */
  static synchronized List<Found> found() {
    ClLoader.missing()
        .ifPresent(
            reason -> {
              throw noPlatform("no loader: " + reason);
            });
    if (found == null) {
      found = search();
    }
    if (found.isEmpty()) {
      throw noPlatform("the loader knows no driver");
    }
    return found;
  }

  private static UnsupportedPoolException noPlatform(String reason) {
    return new UnsupportedPoolException("no OpenCL platform: %s (%s)".formatted(INSTALL, reason));
  }

  private static List<Found> search() {
    List<Found> platforms = new ArrayList<>();
    int next = 0;
    for (long handle : platforms()) {
      Found each = look(handle, next);
      next += each.devices.size();
      platforms.add(each);
    }
    return List.copyOf(platforms);
  }

  /** A driver that fails costs its own devices only, and of these the ones it fails at. */
  private static Found look(long handle, int firstIndex) {
    OpenClPlatform platform = new OpenClPlatform(handle, "a platform without a name", "", "");
    List<OpenClDevice> devices = new ArrayList<>();
    String trouble = "";
    try {
      platform = OpenClPlatform.of(handle);
      for (long device : platform.devices()) {
        try {
          String id = "opencl:" + (firstIndex + devices.size());
          devices.add(new OpenClDevice(platform, device, id));
        } catch (OpenClException e) {
          trouble = "a device that the driver tells nothing of: " + e.getMessage();
        }
      }
    } catch (OpenClException e) {
      trouble = e.getMessage();
    }
    return new Found(platform, List.copyOf(devices), trouble);
  }

  private static long[] platforms() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
      int code = CL10.nclGetPlatformIDs(0, NULL, count.address());
      int platforms = count.get(ValueLayout.JAVA_INT, 0);
      if (code == KHRICD.CL_PLATFORM_NOT_FOUND_KHR || (code == ClError.SUCCESS && platforms == 0)) {
        return new long[0];
      }
      if (code != ClError.SUCCESS) {
        throw noPlatform("clGetPlatformIDs: " + ClError.name(code));
      }
      MemorySegment ids = arena.allocate(ValueLayout.JAVA_LONG, platforms);
      ClError.check("clGetPlatformIDs", CL10.nclGetPlatformIDs(platforms, ids.address(), NULL));
      return ids.toArray(ValueLayout.JAVA_LONG);
    }
  }
}
