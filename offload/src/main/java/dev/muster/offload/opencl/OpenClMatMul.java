package dev.muster.offload.opencl;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.matmul.MatMulOperands;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.Matrix;
import java.util.List;

/**
 * A product on an OpenCL device; which of the two kernels, and with what tile, is {@link
 * OpenClTile}'s to say.
 *
 * <p>Name on the repeat line: {@code opencl}, or {@code opencl:TILE} to force a tile, e.g. {@code
 * opencl:8x2@16} or {@code opencl:64x64x16/4x4}.
 */
public final class OpenClMatMul implements Kernel {
  private final OpenClDevice device;
  private final OpenClTile tile;

  /** With the tile for what the device says of itself. */
  public OpenClMatMul(OpenClDevice device) {
    this(device, OpenClTile.preferred(device.facts()));
  }

  OpenClMatMul(OpenClDevice device, OpenClTile tile) {
    this.device = device;
    this.tile = tile;
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
              "bad setting '%s' of kernel 'opencl'; legal: one tile, %s, or %s"
                  .formatted(String.join(":", settings), RegisterTile.FORM, LocalTile.FORM));
    };
  }

  @Override
  public Class<? extends Problem> computes() {
    return MatMul.class;
  }

  @Override
  public Support supports(Problem problem) {
    if (MatMulOperands.plainF32Only(problem) instanceof Support.No no) {
      return no;
    }
    if (tile.fits(device.facts()) instanceof Support.No no) {
      return no;
    }
    MatMul product = (MatMul) problem;
    return new MemoryNeed()
        .add("A", bytes(product.m(), product.k()))
        .add("B", bytes(product.k(), product.n()))
        .add("C", bytes(product.m(), product.n()))
        .add("packed B", tile.workspaceBytes(product))
        .on(device);
  }

  private static long bytes(long rows, long cols) {
    return rows * cols * Float.BYTES;
  }

  @Override
  public BoundKernel bind(Problem problem, Operands operands) {
    MatMul product = (MatMul) problem;
    MatMulOperands.check(product, operands);
    OpenClBound bound = new OpenClBound(device.target(), describe());
    try {
      ClMemory a = bound.input(operands.input(0));
      ClMemory b = bound.input(operands.input(1));
      Matrix output = operands.output(0);
      ClMemory c = product.beta() == 0 ? bound.output(output) : bound.inOut(output);
      bound.runs(tile.bind(product, device.target(), a, b, c, bound.owned()));
      return bound;
    } catch (RuntimeException e) {
      bound.close();
      throw e;
    }
  }

  /** The tile, and what does not hold on this device. */
  String describe() {
    return "tile %s on %s%s"
        .formatted(
            tile,
            device.description(),
            device.facts().keepsSubnormals() ? "" : ", subnormal numbers become 0");
  }

  OpenClTile tile() {
    return tile;
  }
}
