package dev.muster.bridge.blas;

import java.util.List;

/**
 * Where a library may be, the preferred place first.
 *
 * @param variable environment variable that holds its path
 * @param sonames names and paths for the dynamic linker
 * @param howToInstall what to do where it is nowhere, e.g. {@code install libopenblas0-pthread}
 */
public record Sources(String variable, List<String> sonames, String howToInstall) {
  public Sources {
    sonames = List.copyOf(sonames);
  }
}
