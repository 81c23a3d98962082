package dev.muster.bridge.blas;

import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A library in this process, set as one variant, for good. Its number of threads belongs to the
 * process, or with OpenMP to each thread that calls: whoever computes on another number sets it.
 */
final class LoadedPeer {
  private final Peer peer;
  private final NativeLibrary library;
  private final ThreadCount.Linked threadCount;
  private final Map<DType, Gemm> gemms = new EnumMap<>(DType.class);
  private final Identity identity;
  private int threads;

  /**
   * @param origin of its {@link PeerFile}
   * @param setting value of the tuning variable that it was loaded with
   */
  LoadedPeer(
      Peer peer,
      String origin,
      NativeLibrary library,
      ThreadCount.Linked threadCount,
      Optional<String> setting) {
    this.peer = peer;
    this.library = library;
    this.threadCount = threadCount;
    for (DType dtype : DType.values()) {
      if (peer.calls().supports(dtype) instanceof Support.Yes) {
        peer.calls().link(library, dtype).ifPresent(gemm -> gemms.put(dtype, gemm));
      }
    }
    String version = peer.version(library);
    this.identity = new Identity(origin, version, facts(version, setting));
  }

  private String facts(String version, Optional<String> setting) {
    String file = library.fileOf(peer.calls().symbol(DType.F32)).orElse(library.name());
    String how = setting.map(value -> peer.tuning().variable() + "=" + value).orElse("as shipped");
    return "%s, core %s, %s, %s".formatted(version, peer.core(library), how, file);
  }

  Identity identity() {
    return identity;
  }

  /** The function for products of this type; empty where this build of the library lacks it. */
  Optional<Gemm> gemm(DType dtype) {
    return Optional.ofNullable(gemms.get(dtype));
  }

  /** The number of threads that was set last, whoever called. */
  int threads() {
    return threads;
  }

  /**
   * Makes calls of this thread run on so many threads.
   *
   * @throws BadInputException where the library does not run on so many
   */
  synchronized void setThreads(int wanted) {
    threadCount.set(wanted);
    threads = wanted;
    int actual = threadCount.get();
    if (actual != wanted) {
      throw new BadInputException(
          "kernel '%s' runs on %d of %d threads with %s; legal: a pool of at most %d"
              .formatted(peer.name(), actual, wanted, library.name(), actual));
    }
  }
}
