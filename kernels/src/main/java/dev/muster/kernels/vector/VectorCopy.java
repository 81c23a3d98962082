package dev.muster.kernels.vector;

import dev.muster.kernels.tensor.NativeMemory;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies native memory given by its addresses, which are believed: for rows and short messages,
 * where the checks and the stub of {@link java.lang.foreign.MemorySegment#copy} count. With it an
 * all-reduce of 8 bytes between two cores went from 0.37 to 0.34 µs.
 */
public final class VectorCopy {
  private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;

  /** Of the widest vectors of this core. */
  public static final int VECTOR_BYTES = SPECIES.vectorByteSize();

  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private VectorCopy() {}

  /** {@code into} ← {@code from}, which does not overlap it. */
  public static void copy(long from, long into, int bytes) {
    int whole = bytes - bytes % VECTOR_BYTES;
    copyWhole(from, into, whole);
    copyRest(from + whole, into + whole, bytes - whole);
  }

  /**
   * The same for whole vectors.
   *
   * @param bytes a multiple of {@link #VECTOR_BYTES}
   */
  public static void copyWhole(long from, long into, int bytes) {
    long x = NativeMemory.bounded(from);
    long y = NativeMemory.bounded(into);
    for (int at = 0; at < bytes; at += VECTOR_BYTES) {
      int offset = at & Integer.MAX_VALUE;
      ByteVector.fromMemorySegment(SPECIES, NativeMemory.ALL, x + offset, ORDER)
          .intoMemorySegment(NativeMemory.ALL, y + offset, ORDER);
    }
  }

  private static void copyRest(long from, long into, int bytes) {
    int at = 0;
    for (; at <= bytes - Integer.BYTES; at += Integer.BYTES) {
      int word = NativeMemory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, from + at);
      NativeMemory.ALL.set(ValueLayout.JAVA_INT_UNALIGNED, into + at, word);
    }
    for (; at < bytes; at++) {
      byte value = NativeMemory.ALL.get(ValueLayout.JAVA_BYTE, from + at);
      NativeMemory.ALL.set(ValueLayout.JAVA_BYTE, into + at, value);
    }
  }
}
