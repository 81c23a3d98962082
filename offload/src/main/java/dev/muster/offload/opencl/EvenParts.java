package dev.muster.offload.opencl;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.offload.pool.UnsupportedPoolException;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.lwjgl.opencl.CL12;

/** Parts with the same number of compute units, or as nearly as it goes. */
record EvenParts(int count) implements Partition {
  @Override
  public String text() {
    return String.valueOf(count);
  }

  @Override
  public long[] properties(OpenClDevice root) {
    requireLegal(root);
    return properties(root.facts());
  }

  private void requireLegal(OpenClDevice root) {
    DeviceFacts facts = root.facts();
    if (count < 1 || count > facts.computeUnits()) {
      throw new BadInputException(
          "%s (%s) has no %d parts; legal: 1 to %d, its compute units"
              .formatted(root.id(), facts.name(), count, facts.computeUnits()));
    }
    if (!facts.canSplit()) {
      throw new UnsupportedPoolException(
          root.named() + " cannot be split: the driver offers no sub-devices");
    }
    if (count > facts.subDevicesMax()) {
      throw new BadInputException(
          "%s (%s) has no %d parts; legal: 1 to %d, the sub-devices of its driver"
              .formatted(root.id(), facts.name(), count, facts.subDevicesMax()));
    }
  }

  /** Equally where it comes out even, else by counts that differ by one at most. */
  long[] properties(DeviceFacts facts) {
    int units = facts.computeUnits();
    boolean even = units % count == 0;
    if (even && facts.partitions().contains((long) CL12.CL_DEVICE_PARTITION_EQUALLY)) {
      return new long[] {CL12.CL_DEVICE_PARTITION_EQUALLY, units / count, 0};
    }
    if (!facts.partitions().contains((long) CL12.CL_DEVICE_PARTITION_BY_COUNTS)) {
      throw new UnsupportedPoolException(
          "%d compute units cannot be split into %d: the driver makes equal parts only"
              .formatted(units, count));
    }
    long[] counts =
        LongStream.range(0, count)
            .map(part -> units / count + (part < units % count ? 1 : 0))
            .toArray();
    long[] properties = new long[count + 3];
    properties[0] = CL12.CL_DEVICE_PARTITION_BY_COUNTS;
    System.arraycopy(counts, 0, properties, 1, count);
    Arrays.fill(properties, count + 1, count + 3, CL12.CL_DEVICE_PARTITION_BY_COUNTS_LIST_END);
    return properties;
  }
}
