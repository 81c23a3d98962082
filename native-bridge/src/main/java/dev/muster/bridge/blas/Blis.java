package dev.muster.bridge.blas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.muster.bridge.ffi.CString;
import dev.muster.bridge.ffi.NativeFunction;
import dev.muster.bridge.ffi.NativeLibrary;
import java.lang.foreign.FunctionDescriptor;
import java.util.List;
import java.util.Optional;

/** BLIS: {@code blis}, {@code blis:best} or a configuration, e.g. {@code blis:skx}. */
public final class Blis extends PeerMatMul {

  public Blis() {
    super(new Description());
  }

  /** What there is to know of it. */
  record Description() implements Peer {
    private static final Sources SOURCES =
        new Sources(
            "MUSTER_BLIS",
            Optional.empty(),
            List.of(
                "libblis.so.4",
                "libblis.so.5",
                "libblis.so.3",
                "libblis.so",
                "/opt/homebrew/opt/blis/lib/libblis.dylib"),
            "install libblis4-pthread");

    private static final Tuning TUNING =
        new Tuning(
            "BLIS_ARCH_TYPE",
            List.of("haswell", "skx", "zen", "zen2", "zen3", "zen4", "zen5"),
            List.of(
                "BLIS_MODEL_TYPE",
                "BLIS_JC_NT",
                "BLIS_PC_NT",
                "BLIS_IC_NT",
                "BLIS_JR_NT",
                "BLIS_IR_NT",
                "BLIS_THREAD_IMPL"));

    /** The name of the last configuration of every build; numbers beyond it name nothing. */
    private static final String LAST_CONFIGURATION = "generic";

    private static final int CONFIGURATIONS_MAX = 64;

    @Override
    public String name() {
      return "blis";
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
      return ThreadCount.ofLong("bli_thread_set_num_threads", "bli_thread_get_num_threads");
    }

    @Override
    public String version(NativeLibrary library) {
      return library
          .function("bli_info_get_version_str", FunctionDescriptor.of(ADDRESS))
          .map(function -> "BLIS " + CString.at(function.call()))
          .orElse("unknown");
    }

    /** What it computes with is known only after bli_init, before which asking ends the process. */
    @Override
    public String core(NativeLibrary library) {
      library.function("bli_init", FunctionDescriptor.ofVoid()).ifPresent(init -> init.call());
      return library
          .function("bli_arch_query_id", FunctionDescriptor.of(JAVA_INT))
          .flatMap(
              query ->
                  configurationNames(library)
                      .map(names -> CString.at(names.call((int) query.call()))))
          .orElse("unknown");
    }

    private static Optional<NativeFunction> configurationNames(NativeLibrary library) {
      return library.function("bli_arch_string", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    }

    /** BLIS wants the number of a configuration, which differs between its versions. */
    @Override
    public Optional<String> value(NativeLibrary library, String setting) {
      return configurationNames(library).flatMap(names -> number(names, setting));
    }

    private static Optional<String> number(NativeFunction names, String setting) {
      for (int number = 0; number < CONFIGURATIONS_MAX; number++) {
        String name = CString.at(names.call(number));
        if (name.equals(setting)) {
          return Optional.of(Integer.toString(number));
        }
        if (name.equals(LAST_CONFIGURATION)) {
          break;
        }
      }
      return Optional.empty();
    }
  }
}
