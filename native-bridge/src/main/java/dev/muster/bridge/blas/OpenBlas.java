package dev.muster.bridge.blas;

import static java.lang.foreign.ValueLayout.ADDRESS;

import dev.muster.bridge.ffi.CString;
import dev.muster.bridge.ffi.NativeLibrary;
import java.lang.foreign.FunctionDescriptor;
import java.util.List;
import java.util.Optional;

/** OpenBLAS: {@code openblas}, {@code openblas:best} or a core type, e.g. {@code openblas:Zen}. */
public final class OpenBlas extends PeerMatMul {

  public OpenBlas() {
    super(new Description());
  }

  /** What there is to know of it. */
  record Description() implements Peer {
    private static final String UNKNOWN = "unknown";

    private static final Sources SOURCES =
        new Sources(
            "MUSTER_OPENBLAS",
            Optional.of(
                new Bundle(
                    "openblas",
                    "libopenblas.so.0",
                    List.of("libgfortran.so.5"),
                    List.of("libgcc_s.so.1", "libquadmath.so.0"))),
            List.of(
                "libopenblas.so.0",
                "libopenblasp.so.0",
                "libopenblas.so",
                "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
                "/usr/local/opt/openblas/lib/libopenblas.dylib"),
            "install libopenblas0-pthread");

    private static final Tuning TUNING =
        new Tuning(
            "OPENBLAS_CORETYPE",
            List.of("Haswell", "SkylakeX", "Cooperlake", "Sapphirerapids", "Zen"),
            List.of("OPENBLAS_THREAD_TIMEOUT", "OPENBLAS_BLOCK_FACTOR"));

    @Override
    public String name() {
      return "openblas";
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
      return ThreadCount.ofInt("openblas_set_num_threads", "openblas_get_num_threads");
    }

    @Override
    public String version(NativeLibrary library) {
      return text(library, "openblas_get_config");
    }

    @Override
    public String core(NativeLibrary library) {
      return text(library, "openblas_get_corename");
    }

    /** With a core type that it does not know it takes the one it finds, and says nothing. */
    @Override
    public Optional<String> value(NativeLibrary library, String setting) {
      String core = core(library);
      return core.equalsIgnoreCase(setting) || core.equals(UNKNOWN)
          ? Optional.of(setting)
          : Optional.empty();
    }

    private static String text(NativeLibrary library, String symbol) {
      return library
          .function(symbol, FunctionDescriptor.of(ADDRESS))
          .map(function -> CString.at(function.call()).strip())
          .orElse(UNKNOWN);
    }
  }
}
