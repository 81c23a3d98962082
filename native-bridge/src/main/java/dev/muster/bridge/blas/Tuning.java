package dev.muster.bridge.blas;

import java.util.List;
import java.util.stream.Stream;

/**
 * The environment variable that decides the speed of a library, which reads it once.
 *
 * @param variable its name, e.g. {@code OPENBLAS_CORETYPE}
 * @param settings values worth trying; one that this processor cannot run may end the process
 * @param others further variables of this library that would change what is measured
 */
public record Tuning(String variable, List<String> settings, List<String> others) {
  /**
   * What OpenMP takes from the environment, of GCC and of Intel: most libraries are linked with it.
   */
  private static final List<String> OPENMP =
      List.of(
          "OMP_THREAD_LIMIT",
          "OMP_DYNAMIC",
          "OMP_PROC_BIND",
          "OMP_PLACES",
          "OMP_WAIT_POLICY",
          "GOMP_CPU_AFFINITY",
          "GOMP_SPINCOUNT",
          "KMP_AFFINITY",
          "KMP_BLOCKTIME",
          "KMP_HW_SUBSET");

  public Tuning {
    settings = List.copyOf(settings);
    others = List.copyOf(others);
  }

  /** All that has to be cleared before the library is loaded, but for {@link #variable}. */
  List<String> cleared() {
    return Stream.concat(others.stream(), OPENMP.stream()).toList();
  }
}
