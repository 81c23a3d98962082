package dev.muster.bridge.blas;

import dev.muster.bridge.ffi.NativeFunction;
import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.kernels.kernel.ConstantCopy;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.lang.invoke.MethodHandles;
import java.util.Optional;

/** The BLAS-like function of oneDNN: dnnl_sgemm, which is row-major and of f32 only. */
final class DnnlCalls implements GemmCalls {

  @Override
  public Support supports(DType dtype) {
    return dtype == DType.F32
        ? Support.yes()
        : Support.no("dtype %s; oneDNN has no product of it, only of f32".formatted(dtype));
  }

  @Override
  public String symbol(DType dtype) {
    return "dnnl_sgemm";
  }

  @Override
  public Optional<Gemm> link(NativeLibrary library, DType dtype) {
    return library
        .function(symbol(dtype), DnnlSgemm.SIGNATURE)
        .map(NativeFunction::handle)
        .map(
            handle -> ConstantCopy.of(MethodHandles.lookup(), DnnlSgemm.class, Gemm.class, handle));
  }

  @Override
  public GemmArguments arguments(MatMul problem, Operands operands) {
    return GemmArguments.of(problem, operands, 'N', 'T');
  }
}
