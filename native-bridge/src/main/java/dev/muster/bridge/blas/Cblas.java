package dev.muster.bridge.blas;

import dev.muster.bridge.ffi.NativeFunction;
import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.kernels.kernel.ConstantCopy;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandles;
import java.util.Optional;

/** The C interface of the BLAS, with indices of 32 bits: cblas_sgemm and cblas_dgemm. */
final class Cblas implements GemmCalls {
  static final int ROW_MAJOR = 101;
  private static final int NO_TRANS = 111;
  private static final int TRANS = 112;

  @Override
  public Support supports(DType dtype) {
    return dtype.hasArithmetic()
        ? Support.yes()
        : Support.no("dtype %s; the BLAS has products of f32 and f64".formatted(dtype));
  }

  @Override
  public String symbol(DType dtype) {
    return switch (dtype) {
      case F32 -> "cblas_sgemm";
      case F64 -> "cblas_dgemm";
      case F16, BF16, I32, I64 -> throw dtype.noArithmetic();
    };
  }

  @Override
  public Optional<Gemm> link(NativeLibrary library, DType dtype) {
    return switch (dtype) {
      case F32 -> link(library, dtype, CblasSgemm.SIGNATURE, CblasSgemm.class);
      case F64 -> link(library, dtype, CblasDgemm.SIGNATURE, CblasDgemm.class);
      case F16, BF16, I32, I64 -> throw dtype.noArithmetic();
    };
  }

  private Optional<Gemm> link(
      NativeLibrary library,
      DType dtype,
      FunctionDescriptor signature,
      Class<? extends Gemm> template) {
    return library
        .function(symbol(dtype), signature)
        .map(NativeFunction::handle)
        .map(handle -> ConstantCopy.of(MethodHandles.lookup(), template, Gemm.class, handle));
  }

  @Override
  public GemmArguments arguments(MatMul problem, Operands operands) {
    return GemmArguments.of(problem, operands, NO_TRANS, TRANS);
  }
}
