package dev.muster.bridge.blas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.muster.bridge.ffi.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** MKL: {@code mkl}, {@code mkl:best} or a limit, e.g. {@code mkl:AVX512}. */
public final class Mkl extends PeerMatMul {

  public Mkl() {
    super(new Description());
  }

  /** What there is to know of it. */
  record Description() implements Peer {
    private static final Sources SOURCES =
        new Sources(
            "MUSTER_MKL",
            Optional.of(
                new Bundle(
                    "mkl",
                    "libmkl_rt.so.2",
                    List.of(
                        "libmkl_core.so.2",
                        "libmkl_intel_lp64.so.2",
                        "libmkl_intel_thread.so.2",
                        "libmkl_gnu_thread.so.2",
                        "libmkl_def.so.2",
                        "libmkl_avx2.so.2",
                        "libmkl_avx512.so.2",
                        "libiomp5.so"),
                    List.of())),
            List.of(
                "libmkl_rt.so.2",
                "libmkl_rt.so.3",
                "libmkl_rt.so",
                "/opt/intel/oneapi/mkl/latest/lib/libmkl_rt.so.2"),
            "build with -Pmkl");

    private static final Tuning TUNING =
        new Tuning(
            "MKL_ENABLE_INSTRUCTIONS",
            List.of("AVX2", "AVX512", "AVX512_E1", "AVX512_E2", "AVX512_E3", "AVX512_E4"),
            List.of(
                "MKL_DEBUG_CPU_TYPE",
                "MKL_CBWR",
                "MKL_DYNAMIC",
                "MKL_INTERFACE_LAYER",
                "MKL_THREADING_LAYER",
                "MKL_DOMAIN_NUM_THREADS"));

    private static final int TEXT_BYTES_MAX = 256;

    @Override
    public String name() {
      return "mkl";
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
      return new Cblas();
    }

    @Override
    public ThreadCount threads() {
      return ThreadCount.ofInt("MKL_Set_Num_Threads", "MKL_Get_Max_Threads");
    }

    @Override
    public String version(NativeLibrary library) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment text = arena.allocate(TEXT_BYTES_MAX, JAVA_BYTE.byteAlignment());
        library
            .function("MKL_Get_Version_String", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT))
            .ifPresent(f -> f.call(text, TEXT_BYTES_MAX - 1));
        return text.getString(0).strip();
      }
    }

    /** MKL names a processor in its version and has no word for it elsewhere. */
    @Override
    public String core(NativeLibrary library) {
      return "as MKL chooses";
    }
  }
}
