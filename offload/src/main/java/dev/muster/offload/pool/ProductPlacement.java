package dev.muster.offload.pool;

import dev.muster.kernels.matmul.MatMulOperands;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.offload.collective.Schedule;
import dev.muster.offload.plan.Output;
import dev.muster.offload.plan.ProductSchedule;
import dev.muster.offload.plan.RankShare;
import dev.muster.offload.plan.Tile;
import java.util.ArrayList;
import java.util.List;

/**
 * A product over ranks. Each rank has the tiles of A and B that it needs before the schedule
 * starts, and its parts of C when it has ended; what a sum split over ranks leaves to be joined is
 * the communication that is measured.
 */
final class ProductPlacement implements Placement {
  private final MatMul problem;
  private final Operands operands;
  private final ProductSchedule product;
  private final List<Share> shares = new ArrayList<>();

  /** What one rank holds. */
  private record Share(
      RankDevice device,
      RankShare share,
      List<DeviceMatrix> a,
      List<DeviceMatrix> b,
      List<DeviceMatrix> buffers,
      List<Operation> tiles) {}

  ProductPlacement(
      MatMul problem, ProductSchedule product, Operands operands, List<RankDevice> devices) {
    MatMulOperands.check(problem, operands);
    this.problem = problem;
    this.operands = operands;
    this.product = product;
    for (int rank = 0; rank < devices.size(); rank++) {
      shares.add(share(devices.get(rank), rank));
    }
  }

  private Share share(RankDevice device, int rank) {
    RankShare share = product.tiling().share(rank);
    List<DeviceMatrix> buffers = new ArrayList<>();
    for (Output output : share.outputs()) {
      buffers.add(
          output.shared()
              ? device.allocate(problem.dtype(), output.m().count(), output.n().count())
              : device.place(c(output)));
    }
    buffers.add(device.allocate(problem.dtype(), 1, product.scratchCount(rank)));
    List<DeviceMatrix> a = share.tiles().stream().map(tile -> device.place(a(tile))).toList();
    List<DeviceMatrix> b = share.tiles().stream().map(tile -> device.place(b(tile))).toList();
    List<Operation> tiles = new ArrayList<>();
    for (int i = 0; i < share.tiles().size(); i++) {
      Tile tile = share.tiles().get(i);
      tiles.add(
          device.multiply(tile.product(problem), a.get(i), b.get(i), buffers.get(tile.output())));
    }
    return new Share(device, share, a, b, buffers, tiles);
  }

  private Matrix a(Tile tile) {
    Matrix whole = operands.input(0);
    return problem.trans().ofA()
        ? whole.tile(tile.k().start(), tile.m().start(), tile.k().count(), tile.m().count())
        : whole.tile(tile.m().start(), tile.k().start(), tile.m().count(), tile.k().count());
  }

  private Matrix b(Tile tile) {
    Matrix whole = operands.input(1);
    return problem.trans().ofB()
        ? whole.tile(tile.n().start(), tile.k().start(), tile.n().count(), tile.k().count())
        : whole.tile(tile.k().start(), tile.n().start(), tile.k().count(), tile.n().count());
  }

  private Matrix c(Output output) {
    return operands
        .output(0)
        .tile(output.m().start(), output.n().start(), output.m().count(), output.n().count());
  }

  @Override
  public Schedule schedule() {
    return product.schedule();
  }

  @Override
  public DeviceMatrix buffer(int rank, int buffer) {
    return shares.get(rank).buffers.get(buffer);
  }

  @Override
  public Operation tile(int rank, int tile) {
    return shares.get(rank).tiles.get(tile);
  }

  @Override
  public void load() {
    for (int rank = 0; rank < shares.size(); rank++) {
      Share share = shares.get(rank);
      for (int i = 0; i < share.a.size(); i++) {
        share.device.upload(a(share.share.tiles().get(i)), share.a.get(i));
        share.device.upload(b(share.share.tiles().get(i)), share.b.get(i));
      }
      if (problem.beta() != 0) {
        loadC(share, rank);
      }
    }
  }

  private void loadC(Share share, int rank) {
    List<Output> outputs = share.share.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).leader() == rank) {
        share.device.upload(c(outputs.get(i)), share.buffers.get(i));
      }
    }
  }

  @Override
  public void store() {
    for (int rank = 0; rank < shares.size(); rank++) {
      Share share = shares.get(rank);
      List<Output> outputs = share.share.outputs();
      for (int i = 0; i < outputs.size(); i++) {
        if (outputs.get(i).leader() == rank) {
          share.device.download(share.buffers.get(i), c(outputs.get(i)));
        }
      }
    }
  }
}
