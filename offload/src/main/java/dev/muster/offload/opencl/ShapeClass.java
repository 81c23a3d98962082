package dev.muster.offload.opencl;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Products that have their best tile in common: each class is tuned by itself. */
public enum ShapeClass {
  /** Of many rows, columns and terms: limited by multiply-adds. */
  LARGE("1024x1024x1024 3072x3072x3072", "2048x2048x2048 3072x3072x3072"),
  /** Of few rows, such as the tokens of one request: limited by the memory that B comes from. */
  FLAT("1x4096x4096 16x4096x4096", "1x8192x8192 16x8192x8192");

  /** So few rows that the memory that B comes from has a say. */
  private static final int FLAT_ROWS_MAX = 96;

  /** Compute units from which on a GPU would be idle or in its cache with the smaller products. */
  private static final int UNITS_OF_A_LARGE_GPU = 16;

  private final String products;
  private final String largerProducts;

  ShapeClass(String products, String largerProducts) {
    this.products = products;
    this.largerProducts = largerProducts;
  }

  /** That of a product. */
  public static ShapeClass of(MatMul product) {
    return product.m() <= FLAT_ROWS_MAX && !product.trans().ofB() ? FLAT : LARGE;
  }

  /** What candidates are tried on: M×N×K. */
  public List<String> shapes(OpenClDevice device) {
    return shapes(device.facts());
  }

  private List<String> shapes(DeviceFacts facts) {
    boolean larger = !facts.isCpu() && facts.computeUnits() >= UNITS_OF_A_LARGE_GPU;
    return List.of((larger ? largerProducts : products).split(" "));
  }

  /** The first of these shapes, as a problem. */
  MatMul example(DeviceFacts facts, DType dtype) {
    int[] extents =
        Arrays.stream(shapes(facts).getFirst().split("x")).mapToInt(Integer::parseInt).toArray();
    return new MatMul(dtype, extents[0], extents[1], extents[2]);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
