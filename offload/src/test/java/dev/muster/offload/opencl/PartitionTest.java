package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.muster.offload.pool.UnsupportedPoolException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL12;

class PartitionTest {
  private static final String NAMED = "opencl:7 (a device, driver 1.0)";
  private static final long EQUALLY = CL12.CL_DEVICE_PARTITION_EQUALLY;
  private static final long BY_COUNTS = CL12.CL_DEVICE_PARTITION_BY_COUNTS;

  @Test
  void partsThatComeOutEvenAreMadeEqually() {
    assertArrayEquals(
        new long[] {EQUALLY, 3, 0}, new EvenParts(4).properties(units(12, EQUALLY, BY_COUNTS)));
  }

  @Test
  void partsThatDoNotComeOutEvenDifferByOneUnit() {
    assertArrayEquals(
        new long[] {BY_COUNTS, 3, 2, 2, 0, 0},
        new EvenParts(3).properties(units(7, EQUALLY, BY_COUNTS)));
  }

  @Test
  void aDriverThatKnowsOnlyCountsGetsCounts() {
    assertArrayEquals(
        new long[] {BY_COUNTS, 2, 2, 0, 0}, new EvenParts(2).properties(units(4, BY_COUNTS)));
  }

  @Test
  void aDriverThatKnowsOnlyEqualPartsRefusesUnevenOnes() {
    UnsupportedPoolException error =
        assertThrows(
            UnsupportedPoolException.class, () -> new EvenParts(3).properties(units(7, EQUALLY)));
    assertEquals(
        "7 compute units cannot be split into 3: the driver makes equal parts only",
        error.getMessage());
  }

  @Test
  void affinityDomainsAreThoseThatTheDriverOffers() {
    DeviceFacts splits = units(8, (long) CL12.CL_DEVICE_PARTITION_BY_AFFINITY_DOMAIN);
    assertEquals(List.of(AffinityDomain.NUMA, AffinityDomain.L3), AffinityDomain.of(splits));
    assertEquals(List.of(), AffinityDomain.of(units(8, EQUALLY)));
  }

  @Test
  void aDomainThatIsNotOfferedIsAnsweredWithThoseThatAre() {
    DeviceFacts splits = units(8, (long) CL12.CL_DEVICE_PARTITION_BY_AFFINITY_DOMAIN);
    assertArrayEquals(
        new long[] {
          CL12.CL_DEVICE_PARTITION_BY_AFFINITY_DOMAIN, CL12.CL_DEVICE_AFFINITY_DOMAIN_L3_CACHE, 0
        },
        AffinityDomain.L3.properties(NAMED, splits));
    UnsupportedPoolException error =
        assertThrows(
            UnsupportedPoolException.class, () -> AffinityDomain.L2.properties(NAMED, splits));
    assertEquals(NAMED + " cannot be split by l2; its driver offers numa, l3", error.getMessage());
  }

  private static DeviceFacts units(int computeUnits, Long... partitions) {
    return facts(computeUnits, Set.of(partitions), 0, false);
  }

  static DeviceFacts facts(int nvidiaCapability, boolean hasDotOfKhronos) {
    return facts(4, Set.of(), nvidiaCapability, hasDotOfKhronos);
  }

  private static DeviceFacts facts(
      int computeUnits, Set<Long> partitions, int nvidiaCapability, boolean hasDotOfKhronos) {
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
        0,
        1024,
        computeUnits,
        partitions,
        CL12.CL_DEVICE_AFFINITY_DOMAIN_NUMA | CL12.CL_DEVICE_AFFINITY_DOMAIN_L3_CACHE,
        nvidiaCapability,
        hasDotOfKhronos,
        true,
        Set.of(),
        false,
        false);
  }
}
