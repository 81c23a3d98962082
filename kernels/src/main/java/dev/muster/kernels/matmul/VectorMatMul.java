package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.CacheSizes;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.vector.VectorBits;
import java.util.List;

/**
 * A packed product with a register tile in its middle: the five loops of Goto and van de Geijn (ACM
 * TOMS 34(3), 2008), as BLIS arranges them, on the Vector API.
 *
 * <p>Name on the repeat line: {@code vector}, or {@code vector:BITS[:ROWSxVECTORS]} to force a
 * width and a tile, e.g. {@code vector:256:5x2}.
 */
public final class VectorMatMul implements Kernel {
  private final MicroTile tile;

  /** With the widest vectors of this core. */
  public VectorMatMul() {
    this(MicroTile.preferred(VectorBits.preferred()));
  }

  public VectorMatMul(MicroTile tile) {
    this.tile = tile;
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public Kernel with(List<String> settings) {
    return switch (settings.size()) {
      case 0 -> this;
      case 1 -> new VectorMatMul(MicroTile.preferred(VectorBits.parse(settings.getFirst())));
      case 2 ->
          new VectorMatMul(MicroTile.parse(settings.get(1), VectorBits.parse(settings.getFirst())));
      default -> throw badSetting(String.join(":", settings));
    };
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
    return MatMulOperands.plainF32Only(problem);
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    MatMul matMul = (MatMul) problem;
    MatMulOperands.check(matMul, operands);
    Blocking blocking = Blocking.of(tile, CacheSizes.here());
    return new BlockedMatMul(matMul, operands, tile, blocking);
  }
}
