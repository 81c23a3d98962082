package dev.muster.bridge.blas;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.muster.kernels.kernel.ConstantCopy;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** cblas_dgemm, copied for each library. Pointers travel as the numbers that they are. */
final class CblasDgemm extends Gemm {
  static final FunctionDescriptor SIGNATURE =
      FunctionDescriptor.ofVoid(
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_DOUBLE,
          JAVA_LONG,
          JAVA_INT,
          JAVA_LONG,
          JAVA_INT,
          JAVA_DOUBLE,
          JAVA_LONG,
          JAVA_INT);

  private static final MethodHandle GEMM =
      ConstantCopy.constant(MethodHandles.lookup(), MethodHandle.class);

  @Override
  void call(GemmArguments x) {
    try {
      GEMM.invokeExact(
          Cblas.ROW_MAJOR,
          x.opA(),
          x.opB(),
          x.m(),
          x.n(),
          x.k(),
          x.alpha(),
          x.a(),
          x.lda(),
          x.b(),
          x.ldb(),
          x.beta(),
          x.c(),
          x.ldc());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }
}
