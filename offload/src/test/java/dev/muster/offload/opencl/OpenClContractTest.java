package dev.muster.offload.opencl;

import dev.muster.kernels.contract.KernelContract;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.roofline.DotPeak;
import dev.muster.kernels.roofline.EnginePeak;
import dev.muster.kernels.roofline.FmaPeak;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;

/** The contract for the kernels of every device that is found here. */
class OpenClContractTest extends KernelContract {

  @BeforeAll
  static void findDevices() {
    OpenClHere.requireAny();
  }

  @Override
  protected Stream<Subject> subjects() {
    return OpenClHere.devices().stream()
        .flatMap(
            device ->
                device.kernels().all().stream()
                    .filter(kernel -> has(device, kernel))
                    .flatMap(kernel -> subjects(device, kernel)));
  }

  /** Transfers of pinned memory too, which those that find ceilings skip where it gains nothing. */
  private static Stream<Subject> subjects(OpenClDevice device, Kernel kernel) {
    String name = kernel.computes().getSimpleName();
    Subject plain = OpenClHere.subject(device, name, kernel);
    return kernel instanceof OpenClTransfer
        ? Stream.of(
            plain, OpenClHere.subject(device, name + ":pinned", kernel.with(List.of("pinned"))))
        : Stream.of(plain);
  }

  /** A device without the instruction has no problem that would show how many of them it does. */
  private static boolean has(OpenClDevice device, Kernel kernel) {
    Class<? extends Problem> computes = kernel.computes();
    return (device.facts().hasFma() || !computes.equals(FmaPeak.class))
        && (device.facts().hasEngine() || !computes.equals(EnginePeak.class))
        && (OpenClDot.Form.of(device.facts()).isPresent() || !computes.equals(DotPeak.class));
  }
}
