package dev.muster.suites.cli;

import dev.muster.bridge.os.Cpu;
import dev.muster.bridge.os.Host;
import dev.muster.bridge.os.Memory;
import dev.muster.kernels.kernel.CacheSizes;
import dev.muster.results.Environment;
import dev.muster.suites.fork.Forks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What is said of this machine and this build with every result. */
final class Environments {
  private Environments() {}

  /**
   * @param notes whatever else is to be stored
   */
  static Environment here(Map<String, String> notes) {
    Cpu cpu = Cpu.here();
    CacheSizes caches = CacheSizes.here();
    Host host = Host.here();
    Map<String, String> all = new HashMap<>(notes);
    cpu.governor().ifPresent(governor -> all.put("governor", governor));
    return new Environment(
        host.name(),
        host.os(),
        host.kernel(),
        cpu.model(),
        cpu.flags(),
        cpu.logicalCores(),
        cpu.physicalCores(),
        caches.l1Bytes(),
        caches.l2Bytes(),
        caches.l3Bytes(),
        Memory.totalBytes(),
        System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"),
        Forks.JVM_FLAGS,
        Home.folder().map(Environments::gitCommit).orElse(""),
        Version.text(),
        all);
  }

  /** The commit of a checkout; empty where there is none. */
  private static String gitCommit(Path checkout) {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
              .directory(checkout.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor() == 0 ? commit.strip() : "";
    } catch (IOException _) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
