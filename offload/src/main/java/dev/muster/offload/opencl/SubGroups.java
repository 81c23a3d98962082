package dev.muster.offload.opencl;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.lwjgl.opencl.CL10;

/** What a device says of its sub-groups: work-items of a group that compute in step. */
final class SubGroups {
  private static final int MAX_NUM_SUB_GROUPS = 0x105C;
  private static final int SUB_GROUP_SIZES_INTEL = 0x4108;
  private static final int WAVEFRONT_WIDTH_AMD = 0x4043;

  private SubGroups() {}

  /** Whether kernels reach them. */
  static boolean here(ClInfo info, Set<String> extensions) {
    return extensions.stream().anyMatch(name -> name.endsWith("_subgroups"))
        || (info.text(CL10.CL_DEVICE_VERSION).startsWith("OpenCL 3")
            && info.number(MAX_NUM_SUB_GROUPS) > 0);
  }

  /** Whether a kernel says which size it needs. */
  static boolean chosen(Set<String> extensions) {
    return extensions.contains("cl_intel_required_subgroup_size");
  }

  /**
   * Their sizes; empty where there are none, where OpenCL C has no functions for them, where nobody
   * says of which size they are, and where a driver does not answer.
   */
  static Set<Integer> sizes(ClInfo info, Set<String> extensions) {
    try {
      return here(info, extensions) && !info.text(CL10.CL_DEVICE_VERSION).startsWith("OpenCL 1.")
          ? told(info, extensions)
          : Set.of();
    } catch (OpenClException _) {
      return Set.of();
    }
  }

  private static Set<Integer> told(ClInfo info, Set<String> extensions) {
    if (chosen(extensions)) {
      return LongStream.of(info.numbers(SUB_GROUP_SIZES_INTEL))
          .mapToObj(size -> (int) size)
          .collect(Collectors.toUnmodifiableSet());
    }
    return extensions.contains("cl_amd_device_attribute_query")
        ? Set.of((int) info.number(WAVEFRONT_WIDTH_AMD))
        : Set.of();
  }
}
