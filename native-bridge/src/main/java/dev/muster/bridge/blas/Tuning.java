package dev.muster.bridge.blas;

import java.util.List;

/**
 * The environment variable that decides the speed of a library, which reads it once.
 *
 * @param variable its name, e.g. {@code OPENBLAS_CORETYPE}
 * @param settings values worth trying; one that this processor cannot run may end the process
 * @param others further variables that would change what is measured, cleared like the first
 */
public record Tuning(String variable, List<String> settings, List<String> others) {
  public Tuning {
    settings = List.copyOf(settings);
    others = List.copyOf(others);
  }
}
