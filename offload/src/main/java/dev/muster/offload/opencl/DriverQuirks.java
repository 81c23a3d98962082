package dev.muster.offload.opencl;

import dev.muster.bridge.os.Affinity;
import dev.muster.bridge.os.ProcessVariables;
import dev.muster.bridge.os.Surroundings;
import java.util.List;
import org.lwjgl.opencl.CL10;

/** What drivers do differently from what one expects, and how it is met; all in this file. */
final class DriverQuirks {
  private static final String AFFINITY_OF_POCL = "POCL_AFFINITY";

  /** That one, and those for another number of workers than there are CPUs, of several versions. */
  private static final List<String> WORKERS_OF_POCL =
      List.of(
          AFFINITY_OF_POCL,
          "POCL_MAX_PTHREAD_COUNT",
          "POCL_PTHREAD_MIN_THREADS",
          "POCL_CPU_MAX_CU_COUNT",
          "POCL_CPU_MIN_CU_COUNT",
          "POCL_MAX_COMPUTE_UNITS");

  private DriverQuirks() {}

  /**
   * Before any driver is loaded.
   *
   * <p>PoCL's workers run where the system puts them, which for a while may be one core for two of
   * them: 1760×16×1760 on two cores took 450 and 760 µs within one process. Its variable {@code
   * POCL_AFFINITY} (https://portablecl.org/docs/html/env_variables.html) binds worker i to CPU i,
   * and that product took 460 to 530 µs. It knows nothing of taskset, so that a process which was
   * held to some CPUs goes without, and so does one that asks for another number of workers.
   */
  static void keepWorkersApart() {
    if (WORKERS_OF_POCL.stream().noneMatch(DriverQuirks::isSet) && Affinity.isWholeMachine()) {
      ProcessVariables.set(AFFINITY_OF_POCL, "1");
    }
  }

  /** Asked of Java first: its copy, which other processes get, is then without what is set here. */
  private static boolean isSet(String variable) {
    return Surroundings.here()
        .variable(variable)
        .or(() -> ProcessVariables.get(variable))
        .isPresent();
  }

  /**
   * For a queue that was flushed and is to be finished.
   *
   * <p>Rusticl of Mesa 22.3.6 on llvmpipe does not wait in {@code clFinish} for what {@code
   * clFlush} has sent before, found with {@code OpenClPoolTest.everyDeviceStreams}; clvk had the
   * same fault (https://github.com/kpet/clvk/issues/241). A command that was not sent yet makes it
   * wait.
   */
  static void leaveSomethingToFinish(long queue) {
    ClError.check("clEnqueueBarrier", CL10.clEnqueueBarrier(queue));
  }

  /**
   * Whether a driver says that groups of a kernel are smaller than those that it runs.
   *
   * <p>Rusticl of Mesa 22.3.6 on llvmpipe answers {@code CL_KERNEL_WORK_GROUP_SIZE} with 32 for
   * every kernel, and runs groups of 256 as it says of the device; found with {@code
   * OpenClKernelsTest}. Its other devices are taken at their word.
   */
  static boolean understatesGroups(long device) {
    return platform(device).equals("rusticl")
        && ClInfo.ofDevice(device).text(CL10.CL_DEVICE_NAME).startsWith("llvmpipe");
  }

  /**
   * Whether {@code __builtin_prefetch} of a driver's compiler, which is Clang, becomes an
   * instruction.
   *
   * <p>PoCL 3.1 compiles it for the processor, and makes nothing of OpenCL's own {@code prefetch}.
   * Rusticl of Mesa 22.3.6 has Clang too, and ends the process with exit code 8 when it translates
   * that to SPIR-V; found with {@code OpenClTilesContractTest}.
   */
  static boolean prefetches(long device) {
    return platform(device).equals("Portable Computing Language");
  }

  private static String platform(long device) {
    long platform = ClInfo.ofDevice(device).number(CL10.CL_DEVICE_PLATFORM);
    return OpenClPlatform.of(platform).name();
  }

  /**
   * Why a platform has no device, or one less, for people.
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
