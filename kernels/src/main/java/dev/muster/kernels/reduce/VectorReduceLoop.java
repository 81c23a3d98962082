package dev.muster.kernels.reduce;

import dev.muster.kernels.kernel.ConstantCopy;
import dev.muster.kernels.tensor.NativeMemory;
import dev.muster.kernels.vector.AnyVectors;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Copied for each {@link ReduceLoop.Form} as a {@link ConstantCopy}. */
final class VectorReduceLoop implements ReduceLoop {
  private static final Form FORM = ConstantCopy.constant(MethodHandles.lookup(), Form.class);
  private static final VectorSpecies<Object> SPECIES =
      AnyVectors.species(FORM.dtype(), FORM.bits());
  private static final VectorOperators.Binary OPERATOR = FORM.operator();
  private static final int VECTOR_BYTES = SPECIES.vectorByteSize();
  private static final int ELEMENT_BYTES = FORM.dtype().bytes();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** Bytes of one inner loop, which C2 compiles best where its index is an int. */
  private static final int BLOCK_BYTES = 1 << 20;

  VectorReduceLoop() {}

  @Override
  public void reduce(long x, long y, long out, long bytes) {
    for (long at = 0; at < bytes; at += BLOCK_BYTES) {
      int size = (int) Math.min(BLOCK_BYTES, bytes - at);
      int whole = size - size % VECTOR_BYTES;
      reduceWhole(x + at, y + at, out + at, whole);
      if (whole < size) {
        VectorMask<Object> rest = rest(size - whole);
        long end = at + whole;
        store(out + end, combine(load(x + end, rest), load(y + end, rest)), rest);
      }
    }
  }

  @Override
  public void reduceTwice(long x, long y, long out, long also, long bytes) {
    for (long at = 0; at < bytes; at += BLOCK_BYTES) {
      int size = (int) Math.min(BLOCK_BYTES, bytes - at);
      int whole = size - size % VECTOR_BYTES;
      reduceWholeTwice(x + at, y + at, out + at, also + at, whole);
      if (whole < size) {
        VectorMask<Object> rest = rest(size - whole);
        long end = at + whole;
        Vector<Object> result = combine(load(x + end, rest), load(y + end, rest));
        store(out + end, result, rest);
        store(also + end, result, rest);
      }
    }
  }

  @Override
  public void divide(long x, long divisor, long bytes) {
    for (long at = 0; at < bytes; at += BLOCK_BYTES) {
      int size = (int) Math.min(BLOCK_BYTES, bytes - at);
      int whole = size - size % VECTOR_BYTES;
      divideWhole(x + at, divisor, whole);
      if (whole < size) {
        VectorMask<Object> rest = rest(size - whole);
        long end = x + at + whole;
        store(end, load(end, rest).lanewise(VectorOperators.DIV, divisor), rest);
      }
    }
  }

  private static void divideWhole(long x, long divisor, int bytes) {
    long x0 = NativeMemory.bounded(x);
    for (int at = 0; at < bytes; at += VECTOR_BYTES) {
      int offset = at & Integer.MAX_VALUE;
      load(x0 + offset)
          .lanewise(VectorOperators.DIV, divisor)
          .intoMemorySegment(NativeMemory.ALL, x0 + offset, ORDER);
    }
  }

  private static void reduceWhole(long x, long y, long out, int bytes) {
    long x0 = NativeMemory.bounded(x);
    long y0 = NativeMemory.bounded(y);
    long out0 = NativeMemory.bounded(out);
    for (int at = 0; at < bytes; at += VECTOR_BYTES) {
      int offset = at & Integer.MAX_VALUE;
      combine(load(x0 + offset), load(y0 + offset))
          .intoMemorySegment(NativeMemory.ALL, out0 + offset, ORDER);
    }
  }

  private static void reduceWholeTwice(long x, long y, long out, long also, int bytes) {
    long x0 = NativeMemory.bounded(x);
    long y0 = NativeMemory.bounded(y);
    long out0 = NativeMemory.bounded(out);
    long also0 = NativeMemory.bounded(also);
    for (int at = 0; at < bytes; at += VECTOR_BYTES) {
      int offset = at & Integer.MAX_VALUE;
      Vector<Object> result = combine(load(x0 + offset), load(y0 + offset));
      result.intoMemorySegment(NativeMemory.ALL, out0 + offset, ORDER);
      result.intoMemorySegment(NativeMemory.ALL, also0 + offset, ORDER);
    }
  }

  private static VectorMask<Object> rest(int bytes) {
    return SPECIES.indexInRange(0, bytes / ELEMENT_BYTES);
  }

  private static Vector<Object> combine(Vector<Object> x, Vector<Object> y) {
    return x.lanewise(OPERATOR, y);
  }

  private static Vector<Object> load(long address) {
    return SPECIES.fromMemorySegment(NativeMemory.ALL, address, ORDER);
  }

  private static Vector<Object> load(long address, VectorMask<Object> mask) {
    return AnyVectors.load(SPECIES, NativeMemory.bounded(address), mask);
  }

  private static void store(long address, Vector<Object> result, VectorMask<Object> mask) {
    result.intoMemorySegment(NativeMemory.ALL, NativeMemory.bounded(address), ORDER, mask);
  }
}
