package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.muster.offload.pool.UnsupportedPoolException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL12;

class SubDevicesTest {
  private static final long EQUALLY = CL12.CL_DEVICE_PARTITION_EQUALLY;
  private static final long BY_COUNTS = CL12.CL_DEVICE_PARTITION_BY_COUNTS;

  @Test
  void partsThatComeOutEvenAreMadeEqually() {
    assertArrayEquals(
        new long[] {EQUALLY, 3, 0}, SubDevices.partition(units(12, EQUALLY, BY_COUNTS), 4));
  }

  @Test
  void partsThatDoNotComeOutEvenDifferByOneUnit() {
    assertArrayEquals(
        new long[] {BY_COUNTS, 3, 2, 2, 0, 0},
        SubDevices.partition(units(7, EQUALLY, BY_COUNTS), 3));
  }

  @Test
  void aDriverThatKnowsOnlyCountsGetsCounts() {
    assertArrayEquals(
        new long[] {BY_COUNTS, 2, 2, 0, 0}, SubDevices.partition(units(4, BY_COUNTS), 2));
  }

  @Test
  void aDriverThatKnowsOnlyEqualPartsRefusesUnevenOnes() {
    UnsupportedPoolException error =
        assertThrows(
            UnsupportedPoolException.class, () -> SubDevices.partition(units(7, EQUALLY), 3));
    assertEquals(
        "7 compute units cannot be split into 3: the driver makes equal parts only",
        error.getMessage());
  }

  private static DeviceFacts units(int computeUnits, Long... partitions) {
    return new DeviceFacts(
        "a device",
        "a vendor",
        "OpenCL 3.0",
        "1.0",
        CL10.CL_DEVICE_TYPE_CPU,
        true,
        computeUnits,
        1000,
        1L << 30,
        1 << 15,
        1L << 28,
        8,
        0,
        0,
        1024,
        computeUnits,
        Set.of(partitions),
        0,
        true);
  }
}
