package dev.muster.kernels.reduce;

import dev.muster.kernels.kernel.ConstantCopy;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;

/**
 * Of f16: a block of each operand becomes f32, is combined, and is rounded again. Copied for each
 * {@link ReduceLoop.Form} as a {@link ConstantCopy}.
 *
 * <p>The Vector API has no f16 and none of the processor's conversions, which are two instructions
 * where shifts and masks are twenty. C2 has them, in plain loops over one element: it makes vectors
 * of those by itself, as wide as the core has them, whatever the form says. It does so in arrays
 * only, so that operands and answer pass through some.
 */
final class F16ReduceLoop implements ReduceLoop {
  private static final Form FORM = ConstantCopy.constant(MethodHandles.lookup(), Form.class);
  private static final ReduceOp OP = FORM.op();
  private static final int ELEMENT_BYTES = DType.F16.bytes();
  private static final ValueLayout.OfShort ELEMENT = ValueLayout.JAVA_SHORT_UNALIGNED;

  /** Elements of a block: both operands and the answer stay in the first-level cache. */
  private static final int BLOCK_COUNT = 2 << 10;

  private static final ThreadLocal<Block> BLOCKS = ThreadLocal.withInitial(Block::new);

  F16ReduceLoop() {}

  /** The blocks of one thread. A copy is no nestmate: nothing is private here. */
  static final class Block {
    final float[] left = new float[BLOCK_COUNT];
    final float[] right = new float[BLOCK_COUNT];
    final short[] halves = new short[BLOCK_COUNT];
  }

  @Override
  public void reduce(long x, long y, long out, long bytes) {
    reduceTwice(x, y, out, out, bytes);
  }

  @Override
  public void reduceTwice(long x, long y, long out, long also, long bytes) {
    Block block = BLOCKS.get();
    for (long at = 0; at < bytes; at += (long) BLOCK_COUNT * ELEMENT_BYTES) {
      int count = (int) Math.min(BLOCK_COUNT, (bytes - at) / ELEMENT_BYTES);
      load(x + at, block.halves, count);
      widen(block.halves, block.left, count);
      load(y + at, block.halves, count);
      widen(block.halves, block.right, count);
      combine(block.left, block.right, count);
      narrow(block.left, block.halves, count);
      store(block.halves, out + at, count);
      if (also != out) {
        store(block.halves, also + at, count);
      }
    }
  }

  @Override
  public void divide(long x, long divisor, long bytes) {
    Block block = BLOCKS.get();
    for (long at = 0; at < bytes; at += (long) BLOCK_COUNT * ELEMENT_BYTES) {
      int count = (int) Math.min(BLOCK_COUNT, (bytes - at) / ELEMENT_BYTES);
      load(x + at, block.halves, count);
      widen(block.halves, block.left, count);
      divide(block.left, (float) divisor, count);
      narrow(block.left, block.halves, count);
      store(block.halves, x + at, count);
    }
  }

  private static void widen(short[] from, float[] into, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = Float.float16ToFloat(from[i]);
    }
  }

  private static void combine(float[] x, float[] y, int count) {
    switch (OP) {
      case SUM -> {
        for (int i = 0; i < count; i++) {
          x[i] += y[i];
        }
      }
      case PROD -> {
        for (int i = 0; i < count; i++) {
          x[i] *= y[i];
        }
      }
      case MIN -> {
        for (int i = 0; i < count; i++) {
          x[i] = Math.min(x[i], y[i]);
        }
      }
      case AVG -> throw new IllegalStateException("no mean of two operands");
      case MAX -> {
        for (int i = 0; i < count; i++) {
          x[i] = Math.max(x[i], y[i]);
        }
      }
    }
  }

  private static void divide(float[] x, float divisor, int count) {
    for (int i = 0; i < count; i++) {
      x[i] /= divisor;
    }
  }

  private static void narrow(float[] from, short[] into, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = Float.floatToFloat16(from[i]);
    }
  }

  private static void load(long from, short[] into, int count) {
    MemorySegment.copy(NativeMemory.ALL, ELEMENT, from, into, 0, count);
  }

  private static void store(short[] from, long into, int count) {
    MemorySegment.copy(from, 0, NativeMemory.ALL, ELEMENT, into, count);
  }
}
