package dev.muster.offload.opencl;

/** What drivers do differently from what one expects, and how it is met; all in this file. */
final class DriverQuirks {
  private DriverQuirks() {}

  /**
   * Why a platform has no device, for people.
   *
   * <p>Mesa's rusticl enables no device unless told to by an environment variable; its software
   * device is llvmpipe (https://docs.mesa3d.org/rusticl.html).
   */
  static String whyNoDevice(OpenCl.Found found) {
    if (!found.trouble().isEmpty()) {
      return "%s: %s".formatted(found.platform().name(), found.trouble());
    }
    return found.platform().name().equals("rusticl")
        ? "rusticl: no device enabled (RUSTICL_ENABLE=llvmpipe enables the software one)"
        : "%s: no device".formatted(found.platform().name());
  }
}
