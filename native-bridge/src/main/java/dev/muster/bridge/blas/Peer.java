package dev.muster.bridge.blas;

import dev.muster.bridge.ffi.NativeLibrary;
import java.util.Optional;

/**
 * What there is to know of a library of somebody else that multiplies matrices: where it is, how it
 * is called, what decides its speed.
 *
 * <p>A new one is one file with a {@link PeerMatMul} of it, and one line that registers that as a
 * kernel. Stateless and thread-safe; nothing here loads anything.
 */
public interface Peer {

  /** The word on the repeat line, e.g. {@code openblas}. */
  String name();

  /** Where its file may be. */
  Sources sources();

  /** What it reads while it is loaded. */
  Tuning tuning();

  /** How its products are called. */
  GemmCalls calls();

  /** How it is told its number of threads. */
  ThreadCount threads();

  /** Its version, as it says itself, e.g. {@code OpenBLAS 0.3.31}. */
  String version(NativeLibrary library);

  /** The kind of core that it takes this one for, as it says itself. */
  String core(NativeLibrary library);

  /**
   * The value of the tuning variable that stands for {@code setting}, for a library that wants
   * another word than people do; empty where it has no such setting. Asked when the library is
   * mapped and has computed nothing.
   */
  default Optional<String> value(NativeLibrary library, String setting) {
    return Optional.of(setting);
  }
}
