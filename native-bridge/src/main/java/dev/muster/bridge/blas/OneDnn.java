package dev.muster.bridge.blas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.muster.bridge.ffi.NativeLibrary;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** oneDNN: {@code onednn}, {@code onednn:best} or a limit, e.g. {@code onednn:AVX512_CORE}. */
public final class OneDnn extends PeerMatMul {

  public OneDnn() {
    super(new Description());
  }

  /** What there is to know of it. */
  record Description() implements Peer {
    private static final Sources SOURCES =
        new Sources(
            "MUSTER_ONEDNN",
            Optional.of(new Bundle("dnnl", "libdnnl.so.3", List.of("libgomp.so.1"), List.of())),
            List.of(
                "libdnnl.so.3",
                "libdnnl.so.2",
                "libdnnl.so",
                "/opt/homebrew/opt/onednn/lib/libdnnl.dylib"),
            "install libdnnl2");

    private static final Tuning TUNING =
        new Tuning(
            "ONEDNN_MAX_CPU_ISA",
            List.of("AVX2", "AVX512_CORE", "AVX512_CORE_BF16", "AVX512_CORE_AMX"),
            List.of(
                "DNNL_MAX_CPU_ISA",
                "ONEDNN_CPU_ISA_HINTS",
                "DNNL_CPU_ISA_HINTS",
                "ONEDNN_DEFAULT_FPMATH_MODE"));

    /** dnnl_cpu_isa_t of version 3, and what version 2 numbered otherwise (0x3e7, 0x407). */
    private static final Map<Integer, String> ISA_NAMES =
        Map.ofEntries(
            Map.entry(0x1, "sse41"),
            Map.entry(0x3, "avx"),
            Map.entry(0x7, "avx2"),
            Map.entry(0xf, "avx2_vnni"),
            Map.entry(0x1f, "avx2_vnni_2"),
            Map.entry(0x27, "avx512_core"),
            Map.entry(0x67, "avx512_core_vnni"),
            Map.entry(0xe7, "avx512_core_bf16"),
            Map.entry(0x1ef, "avx512_core_fp16"),
            Map.entry(0x3e7, "avx512_core_amx"),
            Map.entry(0x407, "avx2_vnni"),
            Map.entry(0xfef, "avx512_core_amx"),
            Map.entry(0x1fef, "avx512_core_amx_fp16"));

    private static final long VERSION_BYTES = 3L * Integer.BYTES;

    @Override
    public String name() {
      return "onednn";
    }

    @Override
    public Sources sources() {
      return SOURCES;
    }

    @Override
    public Tuning tuning() {
      return TUNING;
    }

    @Override
    public GemmCalls calls() {
      return new DnnlCalls();
    }

    /** Of the OpenMP that it is linked with. */
    @Override
    public ThreadCount threads() {
      return ThreadCount.ofInt("omp_set_num_threads", "omp_get_max_threads");
    }

    /** dnnl_version_t begins with three numbers. */
    @Override
    @SuppressWarnings("restricted")
    public String version(NativeLibrary library) {
      return library
          .function("dnnl_version", FunctionDescriptor.of(ADDRESS))
          .map(f -> MemorySegment.ofAddress(f.call()).reinterpret(VERSION_BYTES))
          .map(
              numbers ->
                  "oneDNN %d.%d.%d"
                      .formatted(
                          numbers.getAtIndex(JAVA_INT, 0),
                          numbers.getAtIndex(JAVA_INT, 1),
                          numbers.getAtIndex(JAVA_INT, 2)))
          .orElse("unknown");
    }

    @Override
    public String core(NativeLibrary library) {
      return library
          .function("dnnl_get_effective_cpu_isa", FunctionDescriptor.of(JAVA_INT))
          .map(f -> (int) f.call())
          .map(Description::instructionSet)
          .orElse("unknown");
    }

    /** One word for what the library reports, its number where the name is not known. */
    static String instructionSet(int reported) {
      return ISA_NAMES.getOrDefault(reported, "isa-0x%x".formatted(reported));
    }
  }
}
