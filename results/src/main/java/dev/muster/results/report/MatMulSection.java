package dev.muster.results.report;

import java.util.List;

/** A product on one device, by kernel. */
public final class MatMulSection implements Section {

  @Override
  public String name() {
    return "matmul";
  }

  @Override
  public String title() {
    return "Matmul on one device";
  }

  @Override
  public List<Field> subject() {
    return List.of(Fields.SHAPE, Fields.TYPE, Fields.DEVICE, Fields.KERNEL);
  }

  @Override
  public List<Field> figures() {
    return List.of(
        Fields.MEDIAN_MILLIS, Fields.GFLOPS, Fields.PERCENT_OF_PEAK, Fields.CV, Fields.CHECK);
  }
}
