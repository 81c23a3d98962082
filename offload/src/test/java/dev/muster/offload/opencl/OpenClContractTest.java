package dev.muster.offload.opencl;

import dev.muster.kernels.contract.KernelContract;
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
                    .map(
                        kernel ->
                            OpenClHere.subject(device, kernel.computes().getSimpleName(), kernel)));
  }
}
