package dev.muster.bridge.blas;

import java.util.List;
import java.util.Optional;

/**
 * Where a library may be, the preferred place first.
 *
 * @param variable environment variable that holds its path
 * @param bundle a current build on the class path
 * @param sonames names and paths for the dynamic linker, which finds what the system has
 * @param howToInstall what to do where it is nowhere, e.g. {@code install libopenblas0-pthread}
 */
public record Sources(
    String variable, Optional<Bundle> bundle, List<String> sonames, String howToInstall) {
  public Sources {
    sonames = List.copyOf(sonames);
  }
}
