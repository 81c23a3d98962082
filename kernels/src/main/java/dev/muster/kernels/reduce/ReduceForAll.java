package dev.muster.kernels.reduce;

import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Every output ← the inputs combined, ((x₀ ⊕ x₁) ⊕ x₂) ⊕ …, with each input read and each output
 * written once. Output i may be input i.
 *
 * <p>Partial results of more than two inputs stay in a block of the first-level cache. Allocates
 * nothing when it runs. For one thread at a time.
 */
public final class ReduceForAll {
  private static final int BLOCK_BYTES = 4 << 10;

  private final ReduceLoop loop;
  private final List<MemorySegment> inputs;
  private final List<MemorySegment> outputs;
  private final long bytes;
  private final MemorySegment partial;

  /**
   * @param inputs two or more, of the same size
   * @param outputs as many, of that size
   * @param arena holds the block
   */
  public ReduceForAll(
      ReduceLoop.Form form, List<MemorySegment> inputs, List<MemorySegment> outputs, Arena arena) {
    if (inputs.size() < 2 || outputs.size() != inputs.size()) {
      throw new IllegalArgumentException(
          "%d inputs and %d outputs; as many of each, 2 or more"
              .formatted(inputs.size(), outputs.size()));
    }
    this.loop = form.loop();
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.bytes = inputs.getFirst().byteSize();
    this.partial = Buffers.allocate(arena, BLOCK_BYTES);
  }

  public void run() {
    if (inputs.size() == 2) {
      loop.reduceTwice(x(0, 0), x(1, 0), out(0, 0), out(1, 0), bytes);
      return;
    }
    for (long at = 0; at < bytes; at += BLOCK_BYTES) {
      reduceBlock(at, Math.min(BLOCK_BYTES, bytes - at));
    }
  }

  /** All inputs of the block are read before the first output of it is written. */
  private void reduceBlock(long at, long size) {
    int last = inputs.size() - 1;
    long sum = partial.address();
    loop.reduce(x(0, at), x(1, at), sum, size);
    for (int i = 2; i < last; i++) {
      loop.reduce(sum, x(i, at), sum, size);
    }
    loop.reduceTwice(sum, x(last, at), out(0, at), out(last, at), size);
    for (int i = 1; i < last; i++) {
      MemorySegment.copy(outputs.getFirst(), at, outputs.get(i), at, size);
    }
  }

  private long x(int input, long at) {
    return NativeMemory.addressOf(inputs.get(input)) + at;
  }

  private long out(int output, long at) {
    return NativeMemory.addressOf(outputs.get(output)) + at;
  }
}
