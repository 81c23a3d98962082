package dev.muster.offload.opencl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL11;

/**
 * What of OpenCL's optional parts a device has, as a buyer and a tuner ask for them; read when it
 * is asked for.
 *
 * @param extensions all that the driver names
 * @param nativeWidths of vectors, by type: those of the instruction set
 * @param preferredWidths of vectors, by type: those that kernels should use
 * @param subGroups whether work-items of a group have sub-groups, and of which sizes where that is
 *     told
 * @param sharesHostMemory true where a buffer can lie in the memory of the host
 * @param physicalId what tells this piece of hardware from all others in the machine; empty where
 *     the driver does not say
 */
record DeviceAbilities(
    Set<String> extensions,
    String nativeWidths,
    String preferredWidths,
    String subGroups,
    boolean sharesHostMemory,
    Optional<String> physicalId) {
  private static final List<String> WIDTH_TYPES =
      List.of("i8", "i16", "i32", "i64", "f16", "f32", "f64");
  private static final String PCI = "pci:";
  private static final int UUID_KHR = 0x106A;
  private static final int PCI_BUS_INFO_KHR = 0x410F;
  private static final int PCI_BUS_ID_NV = 0x4008;
  private static final int PCI_SLOT_ID_NV = 0x4009;
  private static final int PCI_DOMAIN_ID_NV = 0x400A;
  private static final int TOPOLOGY_AMD = 0x4037;
  private static final int WARP_SIZE_NV = 0x4003;

  DeviceAbilities {
    extensions = Set.copyOf(extensions);
  }

  /** Asks the device. */
  static DeviceAbilities of(long device) {
    ClInfo info = ClInfo.ofDevice(device);
    Set<String> extensions = extensions(info);
    return new DeviceAbilities(
        extensions,
        widths(
            info,
            CL11.CL_DEVICE_NATIVE_VECTOR_WIDTH_CHAR,
            CL11.CL_DEVICE_NATIVE_VECTOR_WIDTH_SHORT,
            CL11.CL_DEVICE_NATIVE_VECTOR_WIDTH_INT,
            CL11.CL_DEVICE_NATIVE_VECTOR_WIDTH_LONG,
            CL11.CL_DEVICE_NATIVE_VECTOR_WIDTH_HALF,
            CL11.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT,
            CL11.CL_DEVICE_NATIVE_VECTOR_WIDTH_DOUBLE),
        widths(
            info,
            CL10.CL_DEVICE_PREFERRED_VECTOR_WIDTH_CHAR,
            CL10.CL_DEVICE_PREFERRED_VECTOR_WIDTH_SHORT,
            CL10.CL_DEVICE_PREFERRED_VECTOR_WIDTH_INT,
            CL10.CL_DEVICE_PREFERRED_VECTOR_WIDTH_LONG,
            CL11.CL_DEVICE_PREFERRED_VECTOR_WIDTH_HALF,
            CL10.CL_DEVICE_PREFERRED_VECTOR_WIDTH_FLOAT,
            CL10.CL_DEVICE_PREFERRED_VECTOR_WIDTH_DOUBLE),
        subGroups(info, extensions),
        info.number(CL11.CL_DEVICE_HOST_UNIFIED_MEMORY) != 0,
        physicalId(info, extensions));
  }

  /**
   * @param properties one for each of {@link #WIDTH_TYPES}
   */
  private static String widths(ClInfo info, int... properties) {
    return IntStream.range(0, properties.length)
        .mapToObj(i -> WIDTH_TYPES.get(i) + " " + info.number(properties[i]))
        .collect(Collectors.joining(", "));
  }

  private static String subGroups(ClInfo info, Set<String> extensions) {
    boolean here = SubGroups.here(info, extensions);
    if (extensions.contains("cl_nv_device_attribute_query")) {
      return "%s, warps of %d".formatted(yes("sub-groups", here), info.number(WARP_SIZE_NV));
    }
    Set<Integer> sizes = SubGroups.sizes(info, extensions);
    return sizes.isEmpty()
        ? yes("sub-groups", here)
        : sizes.stream()
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(", ", "sub-groups of ", ""));
  }

  /** By its place on the bus where there is one, else by its UUID. */
  private static Optional<String> physicalId(ClInfo info, Set<String> extensions) {
    if (extensions.contains("cl_khr_pci_bus_info")) {
      int[] place = info.integers(PCI_BUS_INFO_KHR);
      return place.length < 4
          ? Optional.empty()
          : Optional.of(pci(place[0], place[1], place[2], place[3]));
    }
    if (extensions.contains("cl_nv_device_attribute_query")) {
      int slot = (int) info.number(PCI_SLOT_ID_NV);
      return Optional.of(
          pci(domainOfNvidia(info), (int) info.number(PCI_BUS_ID_NV), slot >> 3, slot & 7));
    }
    if (extensions.contains("cl_amd_device_attribute_query")) {
      byte[] topology = info.bytes(TOPOLOGY_AMD);
      int last = topology.length - 1;
      return last < 2
          ? Optional.empty()
          : Optional.of(
              pci(0, topology[last - 2] & 0xff, topology[last - 1] & 0xff, topology[last] & 0xff));
    }
    if (extensions.contains("cl_khr_device_uuid")) {
      StringBuilder uuid = new StringBuilder("uuid:");
      for (byte each : info.bytes(UUID_KHR)) {
        uuid.append("%02x".formatted(each));
      }
      return Optional.of(uuid.toString());
    }
    return Optional.empty();
  }

  /** Older drivers do not know the question. */
  private static int domainOfNvidia(ClInfo info) {
    try {
      return (int) info.number(PCI_DOMAIN_ID_NV);
    } catch (OpenClException _) {
      return 0;
    }
  }

  private static String pci(int domain, int bus, int device, int function) {
    return PCI + "%04x:%02x:%02x.%x".formatted(domain, bus, device, function);
  }

  /** The address on the PCI bus, e.g. {@code 0000:17:00.0}; empty where the driver does not say. */
  static Optional<String> pciAddress(long device) {
    return physicalId(device)
        .filter(id -> id.startsWith(PCI))
        .map(id -> id.substring(PCI.length()));
  }

  /** What tells it from all other hardware of the machine; empty where the driver does not say. */
  static Optional<String> physicalId(long device) {
    try {
      ClInfo info = ClInfo.ofDevice(device);
      return physicalId(info, extensions(info));
    } catch (OpenClException _) {
      return Optional.empty();
    }
  }

  /** All that the driver names. */
  static Set<String> extensions(ClInfo info) {
    return new HashSet<>(List.of(info.text(CL10.CL_DEVICE_EXTENSIONS).split("\\s+")));
  }

  private boolean has(String extension) {
    return extensions.contains(extension);
  }

  /** For people, one fact each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("hardware " + physicalId.orElse("not told by the driver"));
    lines.add("native vectors " + nativeWidths);
    lines.add("preferred vectors " + preferredWidths);
    lines.add(yes("f64", has("cl_khr_fp64")) + ", " + yes("f16", has("cl_khr_fp16")));
    lines.add(subGroups);
    lines.add(
        "matrix engines "
            + named("none named", name -> name.contains("matrix") || name.contains("cooperative")));
    lines.add(
        "peer-to-peer "
            + named("none named", name -> name.contains("p2p") || name.contains("peer")));
    lines.add(sharesHostMemory ? "memory of the host (zero copy)" : "memory of its own (copies)");
    return lines;
  }

  private static String yes(String what, boolean has) {
    return (has ? "" : "no ") + what;
  }

  private String named(String none, Predicate<String> wanted) {
    Set<String> names = new TreeSet<>(extensions);
    names.removeIf(wanted.negate());
    return names.isEmpty() ? none : String.join(" ", names);
  }
}
