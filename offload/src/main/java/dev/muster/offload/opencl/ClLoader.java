package dev.muster.offload.opencl;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.lwjgl.opencl.CL;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.Platform;

/**
 * Loads the ICD loader, once, when first asked.
 *
 * <p>LWJGL is set up here, before any of its other classes is touched: its FFM backend (its default
 * on JDK 25 is sun.misc.Unsafe, which warns), no messages to standard error, and the name that a
 * system without development files has ({@code libOpenCL.so.1}).
 */
final class ClLoader {
  private static final Optional<String> MISSING = load();

  private ClLoader() {}

  /** Why there is no loader; empty where there is one. */
  static Optional<String> missing() {
    return MISSING;
  }

  private static Optional<String> load() {
    Configuration.MEMORY_BACKEND.set("ffm");
    Configuration.DEBUG_STREAM.set(new PrintStream(OutputStream.nullOutputStream(), true));
    Configuration.OPENCL_EXPLICIT_INIT.set(true);
    DriverQuirks.keepWorkersApart();
    String reason = "";
    for (String name : names()) {
      try {
        CL.create(name);
        return Optional.empty();
      } catch (LinkageError e) {
        reason = String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause());
      }
    }
    return Optional.of(reason);
  }

  private static List<String> names() {
    String configured = Configuration.OPENCL_LIBRARY_NAME.get();
    if (configured != null) {
      return List.of(configured);
    }
    return switch (Platform.get()) {
      case LINUX, FREEBSD -> List.of("libOpenCL.so.1", "libOpenCL.so");
      case MACOSX -> List.of("/System/Library/Frameworks/OpenCL.framework/OpenCL");
      case WINDOWS -> List.of("OpenCL");
    };
  }
}
