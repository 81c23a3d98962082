package dev.muster.kernels.reduce;

import dev.muster.kernels.kernel.ConstantCopy;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.NativeMemory;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Of bf16, two in each lane of 32 bits: each becomes an f32, is combined, and is rounded again, to
 * nearest and ties to even. Copied for each {@link ReduceLoop.Form} as a {@link ConstantCopy}.
 *
 * <p>The loops call the conversions one by one: a method for all that is done to a vector would be
 * compiled before the loop is, into more code than C2 inlines (InlineSmallCode), and vectors that
 * cross a call are objects.
 */
final class Bf16ReduceLoop implements ReduceLoop {
  private static final Form FORM = ConstantCopy.constant(MethodHandles.lookup(), Form.class);
  private static final VectorOperators.Binary OPERATOR = FORM.operator();
  private static final VectorSpecies<Integer> PAIRS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(FORM.bits()));
  private static final int VECTOR_BYTES = PAIRS.vectorByteSize();
  private static final int ELEMENT_BYTES = DType.BF16.bytes();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private static final int UPPER = 0xffff0000;
  private static final int MAGNITUDE = 0x7fffffff;
  private static final int INFINITY = 0x7f800000;
  private static final int QUIET = 0x400000;

  /** Less than half of the last bit that is kept; with that bit added, ties go to even. */
  private static final int BELOW_HALF = 0x7fff;

  Bf16ReduceLoop() {}

  @Override
  public void reduce(long x, long y, long out, long bytes) {
    long whole = bytes - bytes % VECTOR_BYTES;
    for (long at = 0; at < whole; at += VECTOR_BYTES) {
      IntVector left = load(x + at);
      IntVector right = load(y + at);
      FloatVector lower = lower(left).lanewise(OPERATOR, lower(right));
      FloatVector upper = upper(left).lanewise(OPERATOR, upper(right));
      store(out + at, toLower(lower).or(toUpper(upper)));
    }
    for (long at = whole; at < bytes; at += ELEMENT_BYTES) {
      set(out + at, FORM.op().combine(get(x + at), get(y + at)));
    }
  }

  @Override
  public void reduceTwice(long x, long y, long out, long also, long bytes) {
    long whole = bytes - bytes % VECTOR_BYTES;
    for (long at = 0; at < whole; at += VECTOR_BYTES) {
      IntVector left = load(x + at);
      IntVector right = load(y + at);
      FloatVector lower = lower(left).lanewise(OPERATOR, lower(right));
      FloatVector upper = upper(left).lanewise(OPERATOR, upper(right));
      IntVector result = toLower(lower).or(toUpper(upper));
      store(out + at, result);
      store(also + at, result);
    }
    for (long at = whole; at < bytes; at += ELEMENT_BYTES) {
      double result = FORM.op().combine(get(x + at), get(y + at));
      set(out + at, result);
      set(also + at, result);
    }
  }

  @Override
  public void divide(long x, long divisor, long bytes) {
    long whole = bytes - bytes % VECTOR_BYTES;
    for (long at = 0; at < whole; at += VECTOR_BYTES) {
      IntVector pairs = load(x + at);
      FloatVector lower = lower(pairs).lanewise(VectorOperators.DIV, divisor);
      FloatVector upper = upper(pairs).lanewise(VectorOperators.DIV, divisor);
      store(x + at, toLower(lower).or(toUpper(upper)));
    }
    for (long at = whole; at < bytes; at += ELEMENT_BYTES) {
      set(x + at, get(x + at) / divisor);
    }
  }

  private static IntVector load(long address) {
    return IntVector.fromMemorySegment(
        PAIRS, NativeMemory.ALL, NativeMemory.bounded(address), ORDER);
  }

  private static void store(long address, IntVector pairs) {
    pairs.intoMemorySegment(NativeMemory.ALL, NativeMemory.bounded(address), ORDER);
  }

  private static FloatVector lower(IntVector pairs) {
    return pairs.lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats();
  }

  private static FloatVector upper(IntVector pairs) {
    return pairs.and(UPPER).reinterpretAsFloats();
  }

  private static IntVector toLower(FloatVector values) {
    return rounded(values).lanewise(VectorOperators.LSHR, Short.SIZE);
  }

  private static IntVector toUpper(FloatVector values) {
    return rounded(values).and(UPPER);
  }

  /** In the upper half of each lane; the lower one holds anything. */
  private static IntVector rounded(FloatVector values) {
    IntVector bits = values.reinterpretAsInts();
    IntVector last = bits.lanewise(VectorOperators.LSHR, Short.SIZE).and(1);
    VectorMask<Integer> nan = bits.and(MAGNITUDE).compare(VectorOperators.GT, INFINITY);
    return bits.add(BELOW_HALF).add(last).blend(bits.or(QUIET), nan);
  }

  private static double get(long address) {
    return DType.BF16.get(NativeMemory.ALL, address / ELEMENT_BYTES);
  }

  private static void set(long address, double value) {
    DType.BF16.set(NativeMemory.ALL, address / ELEMENT_BYTES, value);
  }
}
