package dev.muster.offload.opencl;

import dev.muster.kernels.tensor.DType;

/**
 * Halves to f32 and back, on a device: {@code convert.cl}.
 *
 * @param owned gets what is made for it
 */
record HalfConversion(ClTarget target, ClProgram program, Owned owned) {

  static HalfConversion of(DType dtype, ClTarget target, Owned owned) {
    String defines = dtype == DType.BF16 ? "-DOF_BF16" : "";
    return new HalfConversion(target, target.program("convert.cl", defines), owned);
  }

  /** Memory for so many f32. */
  ClMemory allocate(long count) {
    return owned.add(target.allocate(count * DType.F32.bytes()));
  }

  /** Halves to f32. */
  ClCommand widen(long count, ClMemory from, ClMemory into) {
    return convert("widen", count, from, into);
  }

  /** F32 to halves, rounded to nearest, ties to even. */
  ClCommand narrow(long count, ClMemory from, ClMemory into) {
    return convert("narrow", count, from, into);
  }

  private ClCommand convert(String kernel, long count, ClMemory from, ClMemory into) {
    ClLaunch launch =
        new ClLaunch(
            program, kernel, new long[] {count}, new long[] {target.facts().vectorGroup()});
    return owned.add(launch).with(count).with(from).with(into);
  }
}
