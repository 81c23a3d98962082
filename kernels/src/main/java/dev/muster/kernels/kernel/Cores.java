package dev.muster.kernels.kernel;

import java.util.ServiceLoader;

/**
 * The cores that this process may use, for kernels that share one product out to several threads.
 */
public final class Cores {
  private static final Binder BINDER = ServiceLoader.load(Binder.class).findFirst().orElse(_ -> {});

  private Cores() {}

  /** Binds the calling thread to core {@code index}, where the operating system lets it. */
  public static void bind(int index) {
    BINDER.bind(index);
  }

  /** Asks the operating system; found by {@link ServiceLoader}. */
  @FunctionalInterface
  public interface Binder {
    /** Binds the calling thread; does nothing where that cannot be done. */
    void bind(int index);
  }
}
