package dev.muster.kernels.problem;

import dev.muster.kernels.tensor.Matrix;
import java.util.List;

/**
 * The memory that a kernel works on, in the order that the problem documents.
 *
 * @param inputs only read
 * @param outputs written, and read where the problem says so
 */
public record Operands(List<Matrix> inputs, List<Matrix> outputs) {
  public Operands {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  public Matrix input(int index) {
    return inputs.get(index);
  }

  public Matrix output(int index) {
    return outputs.get(index);
  }
}
