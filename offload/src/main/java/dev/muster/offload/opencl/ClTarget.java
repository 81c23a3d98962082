package dev.muster.offload.opencl;

import dev.muster.kernels.tensor.DType;

/**
 * One device in one context: where kernels are built and memory is allocated.
 *
 * @param device its {@code cl_device_id}
 */
record ClTarget(ClContext context, long device, DeviceFacts facts) {

  /**
   * The options of every program. None of them relaxes IEEE 754: a driver's {@code
   * -cl-fast-relaxed-math} and {@code -cl-denorms-are-zero} stay off, {@code mad} is not used since
   * its rounding is undefined, and {@code fma} only where it is an instruction.
   */
  private String options(String defines) {
    return "-cl-std=CL1.2 " + (facts.hasFma() ? "-DFMA " : "") + defines;
  }

  /** The option that says what {@code REAL} is. */
  static String real(DType dtype) {
    return switch (dtype) {
      case F32 -> "-DREAL=float";
      case F64 -> "-DREAL=double";
      default -> throw new IllegalArgumentException("no products of " + dtype);
    };
  }

  /**
   * @param resource name of the {@code .cl} file
   * @param defines its {@code -D} options
   */
  ClProgram program(String resource, String defines) {
    return context.program(new ClProgram.Source(resource, options(defines)));
  }

  ClMemory allocate(long bytes) {
    return ClMemory.allocate(context, bytes);
  }

  /** A queue that tells times apart; see {@link ClQueue#profiling}. */
  ClQueue profilingQueue(long eventAddress) {
    return ClQueue.profiling(context, device, eventAddress);
  }

  ClQueue queue() {
    return new ClQueue(context, device);
  }
}
