package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.CacheSizes;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.vector.VectorBits;
import java.util.List;

/**
 * A product on the Vector API: packed and blocked ({@link BlockedMatMul}), or on the operands as
 * they are stored where they are small or thin ({@link DirectMatMul}).
 *
 * <p>Name on the repeat line: {@code vector}, or {@code vector:BITS[:ROWSxVECTORS[:KCxMCxNC]]} to
 * force a width, a tile (and with it packing), and the blocks, e.g. {@code
 * vector:512:6x4:1024x24x256}.
 */
public final class VectorMatMul implements Kernel {
  private final int bits;
  private final List<String> forced;
  private final int threads;

  /** With the widest vectors of this core, on one of them. */
  public VectorMatMul() {
    this(VectorBits.preferred(), List.of(), 1);
  }

  /**
   * @param forced nothing, or the tile, or the tile and the blocks
   */
  private VectorMatMul(int bits, List<String> forced, int threads) {
    this.bits = bits;
    this.forced = List.copyOf(forced);
    this.threads = threads;
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public Kernel with(List<String> settings) {
    if (settings.isEmpty()) {
      return this;
    }
    if (settings.size() > 3) {
      throw new BadInputException(
          "bad setting '%s' of kernel 'vector'; legal: vector:BITS[:ROWSxVECTORS[:KCxMCxNC]], BITS"
                  .formatted(String.join(":", settings))
              + " one of 128, 256, 512, e.g. vector:256:3x3");
    }
    int newBits = VectorBits.parse(settings.getFirst());
    VectorMatMul kernel = new VectorMatMul(newBits, settings.subList(1, settings.size()), threads);
    if (settings.size() > 1) {
      kernel.blocking(kernel.tile(DType.F32));
    }
    return kernel;
  }

  @Override
  public Kernel withThreads(int newThreads) {
    return new VectorMatMul(bits, forced, newThreads);
  }

  @Override
  public Class<? extends Problem> computes() {
    return MatMul.class;
  }

  @Override
  public Support supports(Problem problem) {
    return MatMulOperands.anyProduct(problem);
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    MatMul product = (MatMul) problem;
    MatMulOperands.check(product, operands);
    if (product.m() == 0 || product.n() == 0 || product.k() == 0) {
      return ScaledMatMul.of(product, operands);
    }
    long strideB = operands.input(1).stride();
    if (forced.isEmpty() && Direct.suits(product, strideB)) {
      MicroTile thin = Direct.tile(product, bits);
      return new DirectMatMul(product, operands, thin, Direct.kc(product, strideB, thin), threads);
    }
    MicroTile tile = tile(product.dtype());
    return new BlockedMatMul(product, operands, tile, blocking(tile), threads);
  }

  private MicroTile tile(DType dtype) {
    return forced.isEmpty()
        ? MicroTile.preferred(dtype, bits)
        : MicroTile.parse(forced.getFirst(), dtype, bits);
  }

  private Blocking blocking(MicroTile tile) {
    return forced.size() < 2
        ? Blocking.of(tile, CacheSizes.here())
        : Blocking.parse(forced.getLast());
  }
}
