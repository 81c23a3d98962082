package dev.muster.offload.opencl;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Products that have their best tile in common: each class is tuned by itself. */
public enum ShapeClass {
  /** Of many rows, columns and terms: limited by multiply-adds. */
  LARGE("1024x1024x1024", "1500x1500x1500"),
  /** Of few rows, such as the tokens of one request: limited by the memory that B comes from. */
  FLAT("1x4096x4096", "16x4096x4096");

  /** So few rows that a packed B would be read a few times only. */
  private static final int FLAT_ROWS_MAX = 96;

  private final String first;
  private final String second;

  ShapeClass(String first, String second) {
    this.first = first;
    this.second = second;
  }

  /** That of a product. */
  public static ShapeClass of(MatMul product) {
    return product.m() <= FLAT_ROWS_MAX && !product.trans().ofB() ? FLAT : LARGE;
  }

  /** What candidates are tried on: M×N×K. */
  public List<String> shapes() {
    return List.of(first, second);
  }

  /** The first of these shapes, as a problem. */
  MatMul example(DType dtype) {
    int[] extents = Arrays.stream(first.split("x")).mapToInt(Integer::parseInt).toArray();
    return new MatMul(dtype, extents[0], extents[1], extents[2]);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
