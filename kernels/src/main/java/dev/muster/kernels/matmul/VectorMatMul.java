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
import java.util.Optional;

/**
 * A packed product with a register tile in its middle: the five loops of Goto and van de Geijn (ACM
 * TOMS 34(3), 2008), as BLIS arranges them, on the Vector API.
 *
 * <p>Name on the repeat line: {@code vector}, or {@code vector:BITS[:ROWSxVECTORS]} to force a
 * width and a tile, e.g. {@code vector:256:5x2}.
 */
public final class VectorMatMul implements Kernel {
  private final int bits;
  private final Optional<String> tile;
  private final int threads;

  /** With the widest vectors of this core, on one of them. */
  public VectorMatMul() {
    this(VectorBits.preferred(), Optional.empty(), 1);
  }

  private VectorMatMul(int bits, Optional<String> tile, int threads) {
    this.bits = bits;
    this.tile = tile;
    this.threads = threads;
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public Kernel with(List<String> settings) {
    return switch (settings.size()) {
      case 0 -> this;
      case 1 -> new VectorMatMul(VectorBits.parse(settings.getFirst()), tile, threads);
      case 2 -> withTile(VectorBits.parse(settings.getFirst()), settings.getLast());
      default -> throw badSetting(String.join(":", settings));
    };
  }

  private VectorMatMul withTile(int newBits, String newTile) {
    MicroTile.parse(newTile, DType.F32, newBits);
    return new VectorMatMul(newBits, Optional.of(newTile), threads);
  }

  @Override
  public Kernel withThreads(int newThreads) {
    return new VectorMatMul(bits, tile, newThreads);
  }

  private static BadInputException badSetting(String text) {
    return new BadInputException(
        "bad setting '%s' of kernel 'vector'; legal: vector:BITS[:ROWSxVECTORS], BITS one of 128,"
                .formatted(text)
            + " 256, 512, e.g. vector:256:5x2");
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
    if (tile.isEmpty() && Direct.suits(product)) {
      MicroTile directTile = Direct.tile(product, bits);
      return new DirectMatMul(product, operands, directTile, Direct.kc(product), threads);
    }
    MicroTile blockTile =
        tile.map(text -> MicroTile.parse(text, product.dtype(), bits))
            .orElseGet(() -> MicroTile.preferred(product.dtype(), bits));
    Blocking blocking = Blocking.of(blockTile, CacheSizes.here());
    return new BlockedMatMul(product, operands, blockTile, blocking, threads);
  }
}
