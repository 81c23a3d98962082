package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.util.List;

/**
 * A product on the Vector API: packed and blocked ({@link BlockedMatMul}), or on the operands as
 * they are stored where they are small or thin ({@link DirectMatMul}, {@link RowSumsMatMul}); of
 * halves, that of the same numbers in f32 ({@link WidenedMatMul}).
 *
 * <p>The tile and the blocks of a packed product are those that {@link TileChoices} knows, else
 * those that follow from the caches.
 *
 * <p>Name on the repeat line: {@code vector}, or {@code vector:BITS[:ROWSxVECTORS[:KCxMCxNC]]} to
 * force a width, a tile (and with it packing), and the blocks, e.g. {@code
 * vector:512:6x4:1024x24x256}.
 */
public final class VectorMatMul implements Kernel {
  /** Changes with whatever makes an earlier choice of tiles and blocks worthless. */
  public static final int REVISION = 2;

  private final List<String> settings;
  private final int threads;

  /** With the widest vectors of this core, on one of them. */
  public VectorMatMul() {
    this(List.of(), 1);
  }

  /**
   * @param settings nothing, or the bits, or bits and tile, or bits, tile and blocks
   */
  private VectorMatMul(List<String> settings, int threads) {
    this.settings = List.copyOf(settings);
    this.threads = threads;
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public Kernel with(List<String> newSettings) {
    if (newSettings.size() > 3) {
      throw new BadInputException(
          "bad setting '%s' of kernel 'vector'; legal: vector:BITS[:ROWSxVECTORS[:KCxMCxNC]], BITS"
                  .formatted(String.join(":", newSettings))
              + " one of 128, 256, 512, e.g. vector:256:3x3");
    }
    Tiling.of(DType.F32, newSettings);
    return new VectorMatMul(newSettings, threads);
  }

  @Override
  public Kernel withThreads(int newThreads) {
    return new VectorMatMul(settings, newThreads);
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
    if (product.dtype().isHalf()) {
      return WidenedMatMul.of(product, operands, this);
    }
    Matrix b = operands.input(1);
    boolean freeTile = settings.size() <= 1;
    if (freeTile && RowSumsMatMul.suits(product, b, Tiling.bits(settings))) {
      return new RowSumsMatMul(product, operands, Tiling.bits(settings), threads);
    }
    if (freeTile && Direct.suits(product, b)) {
      MicroTile thin = Direct.tile(product, Tiling.bits(settings));
      return new DirectMatMul(product, operands, thin, Direct.kc(product, b), threads);
    }
    Tiling tiling = tiling(product.dtype());
    return new BlockedMatMul(product, operands, tiling.tile(), tiling.blocking(), threads);
  }

  private Tiling tiling(DType dtype) {
    return settings.isEmpty()
            && TileChoices.here().of(dtype) instanceof TileChoices.Tuned(String setting)
        ? Tiling.parse(dtype, setting)
        : Tiling.of(dtype, settings);
  }
}
