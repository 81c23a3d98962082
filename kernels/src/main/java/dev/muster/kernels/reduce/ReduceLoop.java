package dev.muster.kernels.reduce;

import dev.muster.kernels.kernel.ConstantCopy;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.incubator.vector.VectorOperators;

/**
 * x ⊕ y over vectors in native memory, given by their addresses, which are believed. A result may
 * be an operand, and overlaps none otherwise.
 */
public interface ReduceLoop {

  /**
   * What is compiled in.
   *
   * @param bits of a vector
   */
  record Form(DType dtype, ReduceOp op, int bits) {
    private static final Map<Form, ReduceLoop> LOOPS = new ConcurrentHashMap<>();

    /** The loop for this form, made once per process. */
    public ReduceLoop loop() {
      return LOOPS.computeIfAbsent(
          this,
          form -> ConstantCopy.of(MethodHandles.lookup(), form.template(), ReduceLoop.class, form));
    }

    private Class<? extends ReduceLoop> template() {
      return switch (dtype) {
        case F32, F64, I32, I64 -> VectorReduceLoop.class;
        case F16 -> F16ReduceLoop.class;
        case BF16 -> Bf16ReduceLoop.class;
      };
    }

    /** What combines two vectors. */
    VectorOperators.Binary operator() {
      return switch (op) {
        case SUM -> VectorOperators.ADD;
        case PROD -> VectorOperators.MUL;
        case MIN -> VectorOperators.MIN;
        case MAX -> VectorOperators.MAX;
        case AVG -> throw new IllegalArgumentException("no mean of two operands");
      };
    }
  }

  /**
   * out ← x ⊕ y.
   *
   * @param bytes a multiple of the size of an element
   */
  void reduce(long x, long y, long out, long bytes);

  /** x ← x / divisor, rounded once; whole numbers towards zero. */
  void divide(long x, long divisor, long bytes);

  /** out ← x ⊕ y and also ← x ⊕ y, read once. */
  void reduceTwice(long x, long y, long out, long also, long bytes);
}
