package dev.muster.bridge.blas;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.muster.kernels.kernel.ConstantCopy;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** dnnl_sgemm, copied for each library. Pointers travel as the numbers that they are. */
final class DnnlSgemm extends Gemm {
  static final FunctionDescriptor SIGNATURE =
      FunctionDescriptor.of(
          JAVA_INT,
          JAVA_BYTE,
          JAVA_BYTE,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_FLOAT,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_FLOAT,
          JAVA_LONG,
          JAVA_LONG);

  private static final MethodHandle GEMM =
      ConstantCopy.constant(MethodHandles.lookup(), MethodHandle.class);

  @Override
  void call(GemmArguments x) {
    int status;
    try {
      status =
          (int)
              GEMM.invokeExact(
                  (byte) x.opA(),
                  (byte) x.opB(),
                  (long) x.m(),
                  (long) x.n(),
                  (long) x.k(),
                  (float) x.alpha(),
                  x.a(),
                  (long) x.lda(),
                  x.b(),
                  (long) x.ldb(),
                  (float) x.beta(),
                  x.c(),
                  (long) x.ldc());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
    if (status != 0) {
      throw new IllegalStateException("dnnl_sgemm answers with status " + status);
    }
  }
}
