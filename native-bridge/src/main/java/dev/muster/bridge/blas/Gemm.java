package dev.muster.bridge.blas;

/**
 * One function that multiplies matrices, behind a method handle that is a constant: each subclass
 * is a template of {@link dev.muster.kernels.kernel.ConstantCopy}. Thread-safe as far as the
 * library is.
 */
abstract class Gemm {

  /** Computes; allocates nothing. Addresses and shapes are believed. */
  abstract void call(GemmArguments arguments);

  /** For the compiler: a native function throws no Java exception. */
  static IllegalStateException impossible(Throwable e) {
    return new IllegalStateException("a native function threw a Java exception", e);
  }
}
