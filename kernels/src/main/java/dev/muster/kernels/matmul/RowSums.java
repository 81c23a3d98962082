package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.ConstantCopy;
import dev.muster.kernels.tensor.DType;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Products of rows of A with a B of few columns that lie side by side. */
@FunctionalInterface
interface RowSums {

  /**
   * What is compiled in.
   *
   * @param bits of a vector
   * @param cols of B, a fourth of the lanes at most, and a divisor of them
   */
  record Form(DType dtype, int bits, int cols) {
    private static final Map<Form, RowSums> LOOPS = new ConcurrentHashMap<>();

    /** The loop for this form, made once per process. */
    RowSums loop() {
      return LOOPS.computeIfAbsent(
          this,
          form -> ConstantCopy.of(MethodHandles.lookup(), RowSumsLoop.class, RowSums.class, form));
    }
  }

  /**
   * C ← α·A·B + C, or without that C. Addresses are believed.
   *
   * @param rows of A and C
   * @param k length of the sums
   * @param a address of A[0, 0]; elements of a row lie side by side
   * @param aRowBytes from one row of A to the next
   * @param b address of B[0, 0]; all of B lies side by side
   * @param c address of C[0, 0]
   * @param cRowBytes from one row of C to the next
   * @param add whether C is read
   */
  void multiply(
      int rows,
      int k,
      long a,
      long aRowBytes,
      long b,
      long c,
      long cRowBytes,
      double alpha,
      boolean add);
}
