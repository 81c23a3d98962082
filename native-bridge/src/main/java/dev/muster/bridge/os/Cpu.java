package dev.muster.bridge.os;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processor as the operating system describes it; what is unknown is empty.
 *
 * @param model e.g. {@code AMD EPYC 9654}
 * @param vendor e.g. {@code AuthenticAMD}
 * @param logicalCores hardware threads
 * @param physicalCores cores
 * @param flags what it has of {@link #FLAGS_OF_INTEREST}
 * @param governor how it chooses its frequency, e.g. {@code performance}
 */
public record Cpu(
    String model,
    String vendor,
    int logicalCores,
    int physicalCores,
    List<String> flags,
    Optional<String> governor) {

  /** What decides the speed of a kernel, and {@code hypervisor}, as Linux spells them. */
  public static final Set<String> FLAGS_OF_INTEREST =
      Set.of(
          "avx2",
          "fma",
          "f16c",
          "avx512f",
          "avx512_bf16",
          "avx512_fp16",
          "avx512_vnni",
          "avx_vnni",
          "amx_tile",
          "neon",
          "bf16",
          "i8mm",
          "sve",
          "sve2",
          "sme",
          "hypervisor");

  private static final Map<String, String> ARM_IMPLEMENTERS =
      Map.of(
          "0x41", "ARM",
          "0x46", "Fujitsu",
          "0x48", "HiSilicon",
          "0x4e", "NVIDIA",
          "0x51", "Qualcomm",
          "0x61", "Apple",
          "0xc0", "Ampere");

  public Cpu {
    flags = List.copyOf(flags);
  }

  /** The processor of this machine. */
  public static Cpu here() {
    return fromProc(SystemFiles.HERE).or(Cpu::fromSysctl).orElseGet(Cpu::unknown);
  }

  private static Cpu unknown() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new Cpu("", "", cores, cores, List.of(), Optional.empty());
  }

  static Optional<Cpu> fromProc(SystemFiles files) {
    List<Map<String, String>> threads =
        files
            .text("proc/cpuinfo")
            .map(text -> Stream.of(text.split("\n\\s*\n")).map(Cpu::fields).toList())
            .orElse(List.of())
            .stream()
            .filter(fields -> fields.containsKey("processor"))
            .toList();
    return threads.isEmpty() ? Optional.empty() : Optional.of(fromProc(files, threads));
  }

  private static Cpu fromProc(SystemFiles files, List<Map<String, String>> threads) {
    Map<String, String> first = threads.getFirst();
    String implementer = first.getOrDefault("CPU implementer", "");
    String vendor =
        first.getOrDefault("vendor_id", ARM_IMPLEMENTERS.getOrDefault(implementer, implementer));
    String part = first.containsKey("CPU part") ? vendor + " part " + first.get("CPU part") : "";
    String flags = first.getOrDefault("flags", first.getOrDefault("Features", ""));
    return new Cpu(
        first.getOrDefault("model name", part),
        vendor,
        threads.size(),
        physicalCores(files, threads),
        flagsOfInterest(flags.replaceAll("\\basimd\\b", "neon")),
        files.text("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
  }

  private static Map<String, String> fields(String block) {
    return block
        .lines()
        .map(line -> line.split(":", 2))
        .filter(field -> field.length == 2)
        .collect(Collectors.toMap(f -> f[0].strip(), f -> f[1].strip(), (x, _) -> x));
  }

  private static int physicalCores(SystemFiles files, List<Map<String, String>> threads) {
    Topology topology = new Topology(files);
    return (int)
        threads.stream()
            .map(fields -> topology.core(Integer.parseInt(fields.get("processor"))))
            .distinct()
            .count();
  }

  private static List<String> flagsOfInterest(String flags) {
    Set<String> found = new TreeSet<>(List.of(flags.split("\\s+")));
    found.retainAll(FLAGS_OF_INTEREST);
    return List.copyOf(found);
  }

  private static Optional<Cpu> fromSysctl() {
    OptionalLong logical = Sysctl.number("hw.logicalcpu");
    if (logical.isEmpty()) {
      return Optional.empty();
    }
    String flags =
        Stream.of("neon", "arm.FEAT_BF16", "arm.FEAT_I8MM", "avx2_0", "avx512f")
            .filter(name -> Sysctl.number("hw.optional." + name).orElse(0) == 1)
            .map(name -> name.replaceAll("^arm\\.FEAT_|_0$", "").toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" "));
    return Optional.of(
        new Cpu(
            Sysctl.text("machdep.cpu.brand_string").orElse(""),
            Sysctl.text("machdep.cpu.vendor").orElse("Apple"),
            (int) logical.getAsLong(),
            (int) Sysctl.number("hw.physicalcpu").orElse(logical.getAsLong()),
            flagsOfInterest(flags),
            Optional.empty()));
  }
}
