package dev.muster.offload.pool;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.offload.plan.Output;
import dev.muster.offload.plan.ProductSchedule;
import dev.muster.offload.plan.Range;
import dev.muster.offload.plan.RankShare;
import dev.muster.offload.plan.Tile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one rank holds of a product: the tiles of A and B that it reads, each once however many of
 * its products read it, its parts of C, and scratch for joining them.
 */
public final class ProductShare {
  private final MatMul problem;
  private final Operands operands;
  private final RankDevice device;
  private final int rank;
  private final List<Output> outputs;
  private final Map<Area, DeviceMatrix> a = new LinkedHashMap<>();
  private final Map<Area, DeviceMatrix> b = new LinkedHashMap<>();
  private final List<DeviceMatrix> buffers = new ArrayList<>();
  private final List<Operation> tiles = new ArrayList<>();

  /** Rows and columns of op(A) or op(B). */
  private record Area(Range rows, Range cols) {}

  /**
   * Places what the rank needs on its device.
   *
   * @param operands of the whole product
   * @param device of the rank; who opened it closes it
   */
  public ProductShare(
      MatMul problem, ProductSchedule product, Operands operands, RankDevice device, int rank) {
    this.problem = problem;
    this.operands = operands;
    this.device = device;
    this.rank = rank;
    RankShare share = product.tiling().share(rank);
    this.outputs = share.outputs();
    for (Output output : outputs) {
      buffers.add(
          output.shared()
              ? device.allocate(problem.dtype(), output.m().count(), output.n().count())
              : device.place(c(output)));
    }
    buffers.add(device.allocate(problem.dtype(), 1, product.scratchCount(rank)));
    for (Tile tile : share.tiles()) {
      tiles.add(
          device.multiply(
              tile.product(problem),
              a.computeIfAbsent(new Area(tile.m(), tile.k()), area -> device.place(hostA(area))),
              b.computeIfAbsent(new Area(tile.k(), tile.n()), area -> device.place(hostB(area))),
              buffers.get(tile.output())));
    }
  }

  private Matrix hostA(Area area) {
    return part(operands.input(0), area, problem.trans().ofA());
  }

  private Matrix hostB(Area area) {
    return part(operands.input(1), area, problem.trans().ofB());
  }

  private static Matrix part(Matrix whole, Area area, boolean transposed) {
    return transposed
        ? whole.tile(area.cols.start(), area.rows.start(), area.cols.count(), area.rows.count())
        : whole.tile(area.rows.start(), area.cols.start(), area.rows.count(), area.cols.count());
  }

  private Matrix c(Output output) {
    return operands
        .output(0)
        .tile(output.m().start(), output.n().start(), output.m().count(), output.n().count());
  }

  /** Those that the schedule knows by their number: the parts of C, and last the scratch. */
  public List<DeviceMatrix> buffers() {
    return List.copyOf(buffers);
  }

  DeviceMatrix buffer(int buffer) {
    return buffers.get(buffer);
  }

  /** The product that a tile number of the schedule stands for. */
  public Operation tile(int tile) {
    return tiles.get(tile);
  }

  /** Brings the operands from host to device. */
  public void load() {
    a.forEach((area, matrix) -> device.upload(hostA(area), matrix));
    b.forEach((area, matrix) -> device.upload(hostB(area), matrix));
    for (int i = 0; problem.beta() != 0 && i < outputs.size(); i++) {
      if (outputs.get(i).leader() == rank) {
        device.upload(c(outputs.get(i)), buffers.get(i));
      }
    }
  }

  /** Brings the parts of C that are this rank's to give from device to host. */
  public void store() {
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).leader() == rank) {
        device.download(buffers.get(i), c(outputs.get(i)));
      }
    }
  }

  /** The parts of C in the memory of the host that {@link #store} fills. */
  public List<Output> given() {
    return outputs.stream().filter(output -> output.leader() == rank).toList();
  }
}
