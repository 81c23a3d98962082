package dev.muster.offload.opencl;

import dev.muster.offload.pool.UnsupportedPoolException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lwjgl.opencl.CL12;

/** Parts whose compute units have a memory or a cache in common. */
enum AffinityDomain implements Partition {
  NUMA(CL12.CL_DEVICE_AFFINITY_DOMAIN_NUMA),
  L4(CL12.CL_DEVICE_AFFINITY_DOMAIN_L4_CACHE),
  L3(CL12.CL_DEVICE_AFFINITY_DOMAIN_L3_CACHE),
  L2(CL12.CL_DEVICE_AFFINITY_DOMAIN_L2_CACHE),
  L1(CL12.CL_DEVICE_AFFINITY_DOMAIN_L1_CACHE);

  private final long bit;

  AffinityDomain(long bit) {
    this.bit = bit;
  }

  @Override
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The domain with this name. */
  static Optional<AffinityDomain> parse(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }

  /** Those by which a device can be split. */
  static List<AffinityDomain> of(DeviceFacts facts) {
    return facts.partitions().contains((long) CL12.CL_DEVICE_PARTITION_BY_AFFINITY_DOMAIN)
        ? Arrays.stream(values()).filter(each -> (facts.affinityDomains() & each.bit) != 0).toList()
        : List.of();
  }

  @Override
  public long[] properties(OpenClDevice root) {
    return properties(root.named(), root.facts());
  }

  long[] properties(String named, DeviceFacts facts) {
    List<AffinityDomain> offered = of(facts);
    if (!offered.contains(this)) {
      throw new UnsupportedPoolException(
          "%s cannot be split by %s; its driver offers %s"
              .formatted(
                  named,
                  text(),
                  offered.isEmpty()
                      ? "no affinity domain"
                      : offered.stream().map(Partition::text).collect(Collectors.joining(", "))));
    }
    return new long[] {CL12.CL_DEVICE_PARTITION_BY_AFFINITY_DOMAIN, bit, 0};
  }
}
