package dev.muster.offload.opencl;

import dev.muster.kernels.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL11;
import org.lwjgl.opencl.CL12;

/**
 * What a device says of itself; read once.
 *
 * @param nativeFloatLanes f32 in one vector of the instruction set; 1 where the driver spreads
 *     work-items over lanes itself
 * @param floatConfig bits {@code CL_FP_…} for f32
 * @param doubleConfig the same for f64; 0 where the device has none
 * @param halfConfig the same for f16
 * @param subDevicesMax into how many sub-devices it can be split; 0 or 1 where it cannot
 * @param partitions the {@code CL_DEVICE_PARTITION_…} that it knows
 * @param affinityDomains bits {@code CL_DEVICE_AFFINITY_DOMAIN_…} by which it can be split
 * @param nvidiaCapability ten times what NVIDIA calls the compute capability, e.g. 90; 0 elsewhere
 * @param hasDotOfKhronos whether OpenCL C reaches an instruction for dot products of 8-bit integers
 * @param sharesHostMemory whether it computes in the memory of the host
 * @param subGroupSizes sizes of sub-groups that a kernel can be sure of; empty where there are no
 *     sub-groups, or nobody says of which size
 * @param asksForSubGroupSize whether a kernel says which of these it has
 * @param hasXmx whether OpenCL C reaches Intel's engine for small matrices
 */
record DeviceFacts(
    String name,
    String vendor,
    String version,
    String driverVersion,
    long type,
    boolean available,
    int computeUnits,
    long clockMegahertz,
    long globalBytes,
    long localBytes,
    long maxAllocBytes,
    int nativeFloatLanes,
    long floatConfig,
    long doubleConfig,
    long halfConfig,
    long maxGroupSize,
    int subDevicesMax,
    Set<Long> partitions,
    long affinityDomains,
    int nvidiaCapability,
    boolean hasDotOfKhronos,
    boolean sharesHostMemory,
    Set<Integer> subGroupSizes,
    boolean asksForSubGroupSize,
    boolean hasXmx) {
  private static final int HALF_FP_CONFIG = 0x1033;

  /** Flags, of which the first is that of signed integers. */
  private static final int DOT_ACCELERATION_4X8_PACKED_KHR = 0x1075;

  private static final int CAPABILITY_MAJOR_NV = 0x4000;
  private static final int CAPABILITY_MINOR_NV = 0x4001;

  /** From Ampere on there are the instructions that {@code matmul_engine.cl} uses. */
  private static final int CAPABILITY_OF_ENGINE = 80;

  /** From most of Pascal on there is the instruction that {@code dot.cl} uses. */
  private static final int CAPABILITY_OF_DOT = 61;

  private static final int VECTOR_GROUP_MAX = 64;
  private static final int FLOAT_LANES_OF_A_GPU = 4;
  private static final int LANES_MIN = 2;
  private static final int LANES_MAX = 16;

  /** Asks the device. */
  static DeviceFacts of(long device) {
    ClInfo info = ClInfo.ofDevice(device);
    String version = info.text(CL10.CL_DEVICE_VERSION);
    Set<String> extensions = DeviceAbilities.extensions(info);
    boolean splits = !version.matches("OpenCL 1\\.[01]\\b.*");
    return new DeviceFacts(
        info.text(CL10.CL_DEVICE_NAME),
        info.text(CL10.CL_DEVICE_VENDOR),
        version,
        info.text(CL10.CL_DRIVER_VERSION),
        info.number(CL10.CL_DEVICE_TYPE),
        info.number(CL10.CL_DEVICE_AVAILABLE) != 0
            && info.number(CL10.CL_DEVICE_COMPILER_AVAILABLE) != 0,
        (int) info.number(CL10.CL_DEVICE_MAX_COMPUTE_UNITS),
        info.number(CL10.CL_DEVICE_MAX_CLOCK_FREQUENCY),
        info.number(CL10.CL_DEVICE_GLOBAL_MEM_SIZE),
        info.number(CL10.CL_DEVICE_LOCAL_MEM_SIZE),
        info.number(CL10.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
        (int) info.number(CL11.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT),
        info.number(CL10.CL_DEVICE_SINGLE_FP_CONFIG),
        splits ? info.number(CL12.CL_DEVICE_DOUBLE_FP_CONFIG) : 0,
        extensions.contains("cl_khr_fp16") ? info.number(HALF_FP_CONFIG) : 0,
        info.number(CL10.CL_DEVICE_MAX_WORK_GROUP_SIZE),
        splits ? (int) info.number(CL12.CL_DEVICE_PARTITION_MAX_SUB_DEVICES) : 0,
        splits ? set(info.numbers(CL12.CL_DEVICE_PARTITION_PROPERTIES)) : Set.of(),
        splits ? affinityDomains(info) : 0,
        extensions.contains("cl_nv_device_attribute_query") ? nvidiaCapability(info) : 0,
        version.startsWith("OpenCL 3")
            && extensions.contains("cl_khr_integer_dot_product")
            && acceleratesDot(info),
        info.number(CL11.CL_DEVICE_HOST_UNIFIED_MEMORY) != 0,
        SubGroups.sizes(info, extensions),
        SubGroups.chosen(extensions),
        extensions.contains("cl_intel_subgroup_matrix_multiply_accumulate"));
  }

  private static long affinityDomains(ClInfo info) {
    return set(info.numbers(CL12.CL_DEVICE_PARTITION_PROPERTIES))
            .contains((long) CL12.CL_DEVICE_PARTITION_BY_AFFINITY_DOMAIN)
        ? info.number(CL12.CL_DEVICE_PARTITION_AFFINITY_DOMAIN)
        : 0;
  }

  /**
   * A driver may have the function, and no instruction for it; version 1 of the extension has no
   * such question.
   */
  private static boolean acceleratesDot(ClInfo info) {
    try {
      int[] flags = info.integers(DOT_ACCELERATION_4X8_PACKED_KHR);
      return flags.length > 0 && flags[0] != 0;
    } catch (OpenClException _) {
      return false;
    }
  }

  private static int nvidiaCapability(ClInfo info) {
    return (int) (10 * info.number(CAPABILITY_MAJOR_NV) + info.number(CAPABILITY_MINOR_NV));
  }

  private static Set<Long> set(long[] values) {
    return LongStream.of(values).boxed().collect(Collectors.toUnmodifiableSet());
  }

  boolean isCpu() {
    return (type & CL10.CL_DEVICE_TYPE_CPU) != 0;
  }

  /**
   * True where a vector type of OpenCL C is a vector of the instruction set, and the cores have
   * caches: a CPU whose driver does not spread work-items over lanes.
   */
  boolean hasExplicitVectors() {
    return isCpu() && nativeFloatLanes > 1;
  }

  /** True where {@code fma} is an instruction. */
  boolean hasFma() {
    return (floatConfig & CL10.CL_FP_FMA) != 0;
  }

  /** True where {@code fma} of f16 is an instruction. */
  boolean hasFmaOfF16() {
    return (halfConfig & CL10.CL_FP_FMA) != 0;
  }

  /** True where products of halves have an engine that kernels of ours reach. */
  boolean hasEngine() {
    return nvidiaCapability >= CAPABILITY_OF_ENGINE;
  }

  /** True where there is NVIDIA's instruction for dot products of 8-bit integers. */
  boolean hasDotOfNvidia() {
    return nvidiaCapability >= CAPABILITY_OF_DOT;
  }

  /** The version of OpenCL C that has sub-groups. */
  String standardOfSubGroups() {
    return version.startsWith("OpenCL 3") ? "CL3.0" : "CL2.0";
  }

  boolean hasDoubles() {
    return doubleConfig != 0;
  }

  /** True where the device cannot compute with elements of this type. */
  boolean lacks(DType dtype) {
    return dtype == DType.F64 && !hasDoubles();
  }

  /** Elements of a vector that suits the device where memory decides. */
  int lanes(DType dtype) {
    int floats = hasExplicitVectors() ? nativeFloatLanes : FLOAT_LANES_OF_A_GPU;
    return Integer.highestOneBit(
        Math.clamp((long) floats * Float.BYTES / dtype.bytes(), LANES_MIN, LANES_MAX));
  }

  /** Work-items of a group, each of which has one vector. */
  long vectorGroup() {
    return Math.min(VECTOR_GROUP_MAX, maxGroupSize);
  }

  /** False where results below the least normal number become 0. */
  boolean keepsSubnormals() {
    return (floatConfig & CL10.CL_FP_DENORM) != 0;
  }

  boolean canSplit() {
    return subDevicesMax > 1
        && (partitions.contains((long) CL12.CL_DEVICE_PARTITION_EQUALLY)
            || partitions.contains((long) CL12.CL_DEVICE_PARTITION_BY_COUNTS));
  }

  /** For people, one fact each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("vendor " + vendor);
    lines.add("driver " + driverVersion);
    lines.add(version);
    lines.add(
        computeUnits
            + (computeUnits == 1 ? " compute unit" : " compute units")
            + (clockMegahertz > 1 ? " at %d MHz".formatted(clockMegahertz) : ""));
    lines.add(
        "memory %s global, %s local, %s at most in one allocation"
            .formatted(size(globalBytes), size(localBytes), size(maxAllocBytes)));
    lines.add("f32 vectors of %d".formatted(nativeFloatLanes));
    if (hasEngine()) {
      lines.add("products of f16 and bf16 by " + EngineTile.ENGINE);
    }
    if (hasXmx) {
      lines.add("products of f16 and bf16 in f32, or with a tuned tile by " + SubgroupTile.XMX);
    }
    lines.add(
        OpenClDot.Form.of(this)
            .map(form -> "dot product of 8-bit integers by " + form.text())
            .orElse("no dot product of 8-bit integers"));
    lines.add(canSplit() ? "up to %d sub-devices".formatted(subDevicesMax) : "no sub-devices");
    List<AffinityDomain> domains = AffinityDomain.of(this);
    if (!domains.isEmpty()) {
      lines.add(
          domains.stream()
              .map(AffinityDomain::text)
              .collect(Collectors.joining(", ", "sub-devices by ", "")));
    }
    if (!keepsSubnormals()) {
      lines.add("subnormal numbers become 0");
    }
    return lines;
  }

  /** A size for people: three digits of the unit that fits. */
  static String size(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double number = bytes;
    int unit = 0;
    while (number >= 1024 && unit < units.length - 1) {
      number /= 1024;
      unit++;
    }
    String digits = number == Math.rint(number) ? "%.0f %s" : "%.2f %s";
    return String.format(Locale.ROOT, digits, number, units[unit]);
  }
}
