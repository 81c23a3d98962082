package dev.muster.bridge.blas;

import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.util.Optional;

/** An interface to products that several libraries may share. Stateless and thread-safe. */
public interface GemmCalls {

  /** Whether there is a function for this type, and if not, why. */
  Support supports(DType dtype);

  /** The name of the function for a type that is supported. */
  String symbol(DType dtype);

  /** The function for a type that is supported; empty where the library lacks it. */
  Optional<Gemm> link(NativeLibrary library, DType dtype);

  /** A product in the codes of this interface. */
  GemmArguments arguments(MatMul problem, Operands operands);
}
