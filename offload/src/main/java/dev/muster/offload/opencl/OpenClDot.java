package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.roofline.DotPeak;
import java.util.Optional;

/** The chains of {@link DotPeak} on every unit of a device at once: {@code dot.cl}. */
final class OpenClDot implements Kernel {

  /** How a device computes the dot product of four bytes. */
  enum Form {
    /** By an instruction of NVIDIA that OpenCL C reaches through PTX; not run on one yet. */
    PTX("dp4a of NVIDIA (untested)", ClTarget.STANDARD, " -DDOT_PTX"),
    /** By a function of OpenCL; no driver that has it was at hand to test it. */
    KHR("cl_khr_integer_dot_product (untested)", "CL3.0", " -DDOT_KHR"),
    /** Without an instruction of its own: shows nothing of the device, but tests the rest. */
    MULTIPLICATIONS("multiplications of 32 bits", ClTarget.STANDARD, "");

    private final String text;
    private final String standard;
    private final String define;

    Form(String text, String standard, String define) {
      this.text = text;
      this.standard = standard;
      this.define = define;
    }

    /** For people. */
    String text() {
      return text;
    }

    /** The instruction of a device; empty where there is none that OpenCL reaches. */
    static Optional<Form> of(DeviceFacts facts) {
      if (facts.hasDotOfNvidia()) {
        return Optional.of(PTX);
      }
      return facts.hasDotOfKhronos() ? Optional.of(KHR) : Optional.empty();
    }
  }

  private final OpenClDevice device;
  private final Optional<Form> form;

  OpenClDot(OpenClDevice device) {
    this(device, Form.of(device.facts()));
  }

  /**
   * @param form how it is computed, whatever the device has; empty for not at all
   */
  OpenClDot(OpenClDevice device, Optional<Form> form) {
    this.device = device;
    this.form = form;
  }

  /** The problem that finds the peak of a device; empty where it has no instruction. */
  static Optional<DotPeak> problem(DeviceFacts facts) {
    return Form.of(facts).map(_ -> new DotPeak(FixedWork.itemsOfScalars(facts)));
  }

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public Class<? extends Problem> computes() {
    return DotPeak.class;
  }

  @Override
  public Support supports(Problem problem) {
    if (!(problem instanceof DotPeak peak)) {
      return Support.no("computes int8-dot only");
    }
    return form.isPresent()
        ? new MemoryNeed().add("x", peak.operandBytes(1)).on(device)
        : Support.no(
            "%s has no dot product of 8-bit integers that OpenCL reaches".formatted(device.id()));
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    DotPeak peak = (DotPeak) problem;
    Form by = form.orElseThrow();
    ClTarget target = device.target();
    String description =
        "%d chains of dot products of 8-bit integers by %s in each of %d work-items on %s"
            .formatted(DotPeak.CHAINS, by.text, peak.items(), device.description());
    String defines =
        "-DSTART=%d -DCHAINS=%d -DLINKS=%d%s"
            .formatted(DotPeak.START, DotPeak.CHAINS, DotPeak.LINKS, by.define);
    return FixedWork.inRegisters(device.facts(), "chains", peak.items())
        .bind(target, description, operands, () -> target.program("dot.cl", by.standard, defines));
  }
}
