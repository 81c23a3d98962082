package dev.muster.bridge.blas;

import dev.muster.bridge.os.Surroundings;
import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.matmul.MatMulOperands;
import dev.muster.kernels.matmul.ScalarMatMul;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The product of a library of somebody else.
 *
 * <p>Name on the repeat line: {@code NAME} for the library as it is shipped, whatever the
 * environment says of its settings; {@code NAME:best} with those that a search found fastest on
 * this machine; {@code NAME:SETTING} with a value of its tuning variable, e.g. {@code
 * openblas:SkylakeX}. The library is loaded when it is first asked about, and one process has one
 * variant of it.
 */
public class PeerMatMul implements Kernel {
  private final Peer peer;
  private final Variant variant;
  private final int threads;

  /** As shipped, on the calling thread alone. */
  protected PeerMatMul(Peer peer) {
    this(peer, new Variant.AsShipped(), 1);
  }

  private PeerMatMul(Peer peer, Variant variant, int threads) {
    this.peer = peer;
    this.variant = variant;
    this.threads = threads;
  }

  @Override
  public final String name() {
    return peer.name();
  }

  @Override
  public final Class<? extends Problem> computes() {
    return MatMul.class;
  }

  @Override
  public final Kernel with(List<String> settings) {
    return new PeerMatMul(peer, Variant.parse(peer, settings), threads);
  }

  @Override
  public final List<String> settings() {
    return List.of(Variant.BEST);
  }

  @Override
  public final Kernel withThreads(int threads) {
    return new PeerMatMul(peer, variant, threads);
  }

  @Override
  public final Support supports(Problem problem) {
    if (MatMulOperands.anyArithmetic(problem) instanceof Support.No no) {
      return no;
    }
    if (peer.calls().supports(problem.dtype()) instanceof Support.No no) {
      return no;
    }
    return switch (LoadedPeers.load(peer, variant)) {
      case LoadedPeers.Outcome.Missing missing -> Support.no(missing.reason());
      case LoadedPeers.Outcome.Loaded loaded ->
          loaded.peer().gemm(problem.dtype()).isPresent()
              ? Support.yes()
              : Support.no("this build has no " + peer.calls().symbol(problem.dtype()));
    };
  }

  /** The library that computes; empty where {@link #supports} says no to everything. Loads it. */
  public final Optional<Identity> identity() {
    return LoadedPeers.load(peer, variant) instanceof LoadedPeers.Outcome.Loaded loaded
        ? Optional.of(loaded.peer().identity())
        : Optional.empty();
  }

  /** What is known of the best settings of the library that is here; does not load it. */
  public final BestSettings.Answer bestSettings() {
    try {
      PeerFile file = PeerFile.of(peer.sources(), Surroundings.here());
      return BestSettings.here().of(peer, file.origin());
    } catch (IOException e) {
      return new BestSettings.Unknown("cannot unpack %s: %s".formatted(peer.name(), e));
    }
  }

  /** What there is to know of the library. */
  public final Peer peer() {
    return peer;
  }

  /**
   * Without a sum (K = 0) C is only scaled, as the specification does it: libraries differ there,
   * and oneDNN leaves C as it was whatever β says.
   *
   * @throws IllegalStateException where {@link #supports} says no
   */
  @Override
  public final BoundKernel bind(Problem problem, Operands operands) {
    MatMul product = (MatMul) problem;
    MatMulOperands.check(product, operands);
    if (supports(problem) instanceof Support.No no) {
      throw new IllegalStateException(no.reason());
    }
    if (product.k() == 0) {
      return new ScalarMatMul().bind(problem, operands);
    }
    LoadedPeer loaded = ((LoadedPeers.Outcome.Loaded) LoadedPeers.load(peer, variant)).peer();
    GemmArguments arguments = peer.calls().arguments(product, operands);
    return new BoundPeer(
        loaded, loaded.gemm(product.dtype()).orElseThrow(), arguments, operands, threads);
  }
}
