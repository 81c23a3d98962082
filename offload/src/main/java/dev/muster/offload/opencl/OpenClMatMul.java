package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.matmul.MatMulOperands;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A product on an OpenCL device; which kernel, and with what tile, is {@link OpenClTile}'s to say.
 *
 * <p>Name on the repeat line: {@code opencl}, or {@code opencl:TILE} to force a tile, e.g. {@code
 * opencl:8x2@16} or {@code opencl:64x64x16/4x4}.
 */
public final class OpenClMatMul implements Kernel {
  private final OpenClDevice device;
  private final Optional<OpenClTile> forced;

  /** Changes with whatever makes earlier choices of tiles worthless. */
  public static final int REVISION = 5;

  /** With the tile that suits product and device. */
  public OpenClMatMul(OpenClDevice device) {
    this(device, Optional.empty());
  }

  OpenClMatMul(OpenClDevice device, OpenClTile tile) {
    this(device, Optional.of(tile));
  }

  private OpenClMatMul(OpenClDevice device, Optional<OpenClTile> forced) {
    this.device = device;
    this.forced = forced;
  }

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public Kernel with(List<String> settings) {
    return switch (settings.size()) {
      case 0 -> this;
      case 1 -> new OpenClMatMul(device, OpenClTile.parse(settings.getFirst()));
      default ->
          throw new BadInputException(
              "bad setting '%s' of kernel 'opencl'; legal: one tile, %s"
                  .formatted(String.join(":", settings), OpenClTile.FORMS));
    };
  }

  @Override
  public Class<? extends Problem> computes() {
    return MatMul.class;
  }

  @Override
  public Support supports(Problem problem) {
    if (MatMulOperands.anyProduct(problem) instanceof Support.No no) {
      return no;
    }
    MatMul product = (MatMul) problem;
    if (device.has(product.dtype()) instanceof Support.No no) {
      return no;
    }
    OpenClTile tile = tuned(product).tile();
    if (tile.fits(device.facts(), product.dtype()) instanceof Support.No no) {
      return no;
    }
    return tile.addWorkspace(product, device.facts(), operandsOf(product)).on(device);
  }

  static MemoryNeed operandsOf(MatMul product) {
    return addOperands(product, new MemoryNeed());
  }

  static MemoryNeed addOperands(MatMul product, MemoryNeed need) {
    return need.add("A", bytes(product, product.m(), product.k()))
        .add("B", bytes(product, product.k(), product.n()))
        .add("C", bytes(product, product.m(), product.n()));
  }

  private static long bytes(MatMul product, long rows, long cols) {
    return rows * cols * product.dtype().bytes();
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    MatMul product = (MatMul) problem;
    MatMulOperands.check(product, operands);
    ClTarget target = device.target();
    Tuned tuned = tuned(product);
    return OpenClBound.of(
        target,
        describe(product, tuned),
        bound -> {
          ClMemory a = bound.input(operands.input(0));
          ClMemory b = bound.input(operands.input(1));
          ClMemory c = bound.product(product, operands.output(0));
          return tuned.tile().bind(product, target, a, b, c, bound.owned());
        });
  }

  /** Settings that a search for a device tries first, before them what is taken without one. */
  public static List<String> candidates(OpenClDevice device, DType dtype, ShapeClass shapes) {
    return Stream.of(
            Tuned.ofSums(device, dtype, shapes).stream(),
            Tuned.bundled(device, dtype, shapes).stream(),
            OpenClTile.candidates(device.facts(), dtype, shapes).stream())
        .flatMap(tiles -> tiles)
        .map(OpenClTile::toString)
        .distinct()
        .toList();
  }

  /** Settings that a search tries around one. */
  public static List<String> neighbours(String setting) {
    return OpenClTile.parse(setting).neighbours().stream().map(OpenClTile::toString).toList();
  }

  /** The tile, and what does not hold on this device. */
  String describe(MatMul product, Tuned tuned) {
    return "tile %s%s (%s) on %s%s"
        .formatted(
            tuned.tile().asRun(product, device.facts()),
            tuned.tile().multiplier(product.dtype()).map(text -> " by " + text).orElse(""),
            tuned.origin(),
            device.description(),
            device.facts().keepsSubnormals() ? "" : ", subnormal numbers become 0");
  }

  /** May read a file: asked once for each product. */
  Tuned tuned(MatMul product) {
    return forced
        .map(tile -> new Tuned(tile.of(product.dtype()), "forced"))
        .orElseGet(() -> Tuned.of(product, device));
  }
}
