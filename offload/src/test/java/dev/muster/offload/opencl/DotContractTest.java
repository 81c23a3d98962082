package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.kernels.contract.KernelContract;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.roofline.DotPeak;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract with multiplications in place of the instruction, which few devices have. */
class DotContractTest extends KernelContract {

  @BeforeAll
  static void findDevices() {
    OpenClHere.requireAny();
  }

  @Override
  protected Stream<Subject> subjects() {
    return OpenClHere.devices().stream()
        .map(
            device ->
                OpenClHere.subject(
                    device,
                    "int8-dot",
                    new OpenClDot(device, Optional.of(OpenClDot.Form.MULTIPLICATIONS))));
  }

  @Test
  void theInstructionIsThatOfTheDevice() {
    assertEquals(Optional.of(OpenClDot.Form.PTX), formOf(61, false));
    assertEquals(Optional.of(OpenClDot.Form.PTX), formOf(90, true));
    assertEquals(Optional.of(OpenClDot.Form.KHR), formOf(0, true));
    assertEquals(Optional.empty(), formOf(60, false));
    assertEquals(Optional.empty(), formOf(0, false));
  }

  private static Optional<OpenClDot.Form> formOf(int nvidiaCapability, boolean ofKhronos) {
    return OpenClDot.Form.of(PartitionTest.facts(nvidiaCapability, ofKhronos));
  }

  /** Multiplications of 32 bits would say nothing of what it does with 8. */
  @Test
  void aDeviceWithoutTheInstructionHasNoPeakOfIt() {
    OpenClDevice pocl = OpenClHere.require("pocl");
    assertEquals(
        Support.no(
            "%s has no dot product of 8-bit integers that OpenCL reaches".formatted(pocl.id())),
        new OpenClDot(pocl, Optional.empty()).supports(new DotPeak(1)));
  }
}
