package dev.muster.bridge.blas;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.matmul.OperandScopes;
import dev.muster.kernels.problem.Operands;
import java.lang.ref.Reference;

/** A product of a library, with its operands and its number of threads. */
final class BoundPeer implements BoundKernel {
  private final LoadedPeer peer;
  private final Gemm gemm;
  private final GemmArguments arguments;
  private final Operands operands;
  private final OperandScopes scopes;
  private final int threads;
  private Thread caller;

  /**
   * @param operands kept from being freed while their addresses are used
   */
  BoundPeer(LoadedPeer peer, Gemm gemm, GemmArguments arguments, Operands operands, int threads) {
    this.peer = peer;
    this.gemm = gemm;
    this.arguments = arguments;
    this.operands = operands;
    this.scopes = OperandScopes.of(operands);
    this.threads = threads;
    setThreads();
  }

  @Override
  public void run() {
    scopes.requireAlive();
    if (Thread.currentThread() != caller || peer.threads() != threads) {
      setThreads();
    }
    try {
      gemm.call(arguments);
    } finally {
      Reference.reachabilityFence(operands);
    }
  }

  /** OpenMP keeps a number for each thread that calls, other libraries one for the process. */
  private void setThreads() {
    peer.setThreads(threads);
    caller = Thread.currentThread();
  }

  @Override
  public String description() {
    return "%s, %d thread%s".formatted(peer.identity().facts(), threads, threads == 1 ? "" : "s");
  }
}
