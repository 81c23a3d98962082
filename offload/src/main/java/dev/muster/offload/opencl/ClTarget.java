package dev.muster.offload.opencl;

import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One device in one context: where kernels are built and memory is allocated.
 *
 * @param device its {@code cl_device_id}
 * @param scratch where memory comes from that is used by one thing after the other; empty where
 *     each has its own
 */
record ClTarget(
    ClContext context, long device, DeviceFacts facts, Optional<ScratchMemory> scratch) {

  /** The version of OpenCL C that every device has. */
  static final String STANDARD = "CL1.2";

  ClTarget(ClContext context, long device, DeviceFacts facts) {
    this(context, device, facts, Optional.empty());
  }

  /** The same, whose memory comes from there. */
  ClTarget withScratch(ScratchMemory memory) {
    return new ClTarget(context, device, facts, Optional.of(memory));
  }

  /**
   * The options of every program. None of them relaxes IEEE 754: a driver's {@code
   * -cl-fast-relaxed-math} and {@code -cl-denorms-are-zero} stay off, {@code mad} is not used since
   * its rounding is undefined, and {@code fma} only where it is an instruction.
   */
  private String options(String standard, String defines) {
    return "-cl-std=" + standard + " " + (facts.hasFma() ? "-DFMA " : "") + defines;
  }

  /** The option that says what {@code REAL} is. */
  static String real(DType dtype) {
    return switch (dtype) {
      case F32 -> "-DREAL=float";
      case F64 -> "-DREAL=double";
      default -> throw new IllegalArgumentException("no products of " + dtype);
    };
  }

  /** The options that define these names; the empty ones are none. */
  static String flags(String... names) {
    return Stream.of(names)
        .filter(name -> !name.isEmpty())
        .map(" -D"::concat)
        .collect(Collectors.joining());
  }

  /**
   * @param resource name of the {@code .cl} file
   * @param defines its {@code -D} options
   */
  ClProgram program(String resource, String defines) {
    return program(resource, STANDARD, defines);
  }

  /** The same in another version of OpenCL C, where the device has it. */
  ClProgram program(String resource, String standard, String defines) {
    return context.program(new ClProgram.Source(resource, options(standard, defines)), device);
  }

  ClMemory allocate(long bytes) {
    return scratch.map(memory -> memory.allocate(bytes)).orElseGet(() -> own(bytes));
  }

  /**
   * What a driver for CPUs allocates lies on small pages, which cost products of 2048³ and more on
   * PoCL about 6 % of their time. More than it allocates at once is left to it to refuse.
   */
  private ClMemory own(long bytes) {
    boolean here =
        facts.isCpu()
            && facts.sharesHostMemory()
            && bytes >= Buffers.HUGE_PAGE_BYTES
            && bytes <= facts.maxAllocBytes();
    return here ? ClMemory.onHugePages(context, bytes) : ClMemory.allocate(context, bytes);
  }

  /** A queue that tells times apart; see {@link ClQueue#profiling}. */
  ClQueue profilingQueue(long eventAddress) {
    return ClQueue.profiling(context, device, eventAddress);
  }

  ClQueue queue() {
    return new ClQueue(context, device);
  }
}
