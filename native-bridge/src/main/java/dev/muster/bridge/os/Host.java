package dev.muster.bridge.os;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.Optional;

/**
 * The machine as its operating system names it.
 *
 * @param name of the machine; {@code unknown} where the system does not say
 * @param os name and version of the operating system, e.g. {@code Debian GNU/Linux 13 (trixie)}
 * @param kernel name, release and architecture of its kernel
 */
public record Host(String name, String os, String kernel) {

  /** This machine. */
  public static Host here() {
    OperatingSystemMXBean jvm = ManagementFactory.getOperatingSystemMXBean();
    String system = jvm.getName() + " " + jvm.getVersion();
    return new Host(
        Uname.here().map(Uname::host).orElse("unknown"),
        distribution(SystemFiles.HERE).orElse(system),
        Uname.here().map(Host::kernel).orElse(system + " " + jvm.getArch()));
  }

  private static String kernel(Uname uname) {
    return String.join(" ", uname.system(), uname.release(), uname.machine());
  }

  /** PRETTY_NAME of os-release(5). */
  static Optional<String> distribution(SystemFiles files) {
    String key = "PRETTY_NAME=";
    return files.lines("etc/os-release").stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).replaceAll("^[\"']|[\"']$", ""))
        .findFirst();
  }
}
