package dev.muster.kernels.matmul;

import dev.muster.kernels.tensor.Matrix;

/**
 * op(X) of an operand in native memory: element (i, j) lies at {@code address + i·rowBytes +
 * j·colBytes}. One of the two steps is the size of an element.
 *
 * @param address of the first element
 * @param rowBytes from one row to the next
 * @param colBytes from one column to the next
 */
record View(long address, long rowBytes, long colBytes) {

  /** A matrix as it is stored. */
  static View plain(Matrix matrix) {
    long elementBytes = matrix.dtype().bytes();
    return new View(matrix.segment().address(), matrix.stride() * elementBytes, elementBytes);
  }

  /** The transpose of this. */
  View transposed() {
    return new View(address, colBytes, rowBytes);
  }

  static View of(Matrix matrix, boolean transposed) {
    return transposed ? plain(matrix).transposed() : plain(matrix);
  }

  long at(long row, long col) {
    return address + row * rowBytes + col * colBytes;
  }
}
