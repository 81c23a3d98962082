package dev.muster.offload.pool;

import dev.muster.kernels.problem.Mlp;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.offload.collective.Schedule;
import dev.muster.offload.plan.MlpSchedule;
import dev.muster.offload.plan.Range;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * A feed-forward layer over ranks: each has its part of the weights from the beginning. relu is the
 * maximum with zeros, which a device has for reductions.
 */
final class MlpPlacement implements Placement {
  private static final int X = 0;
  private static final int UP = 1;
  private static final int DOWN = 2;

  /** Zeros that a rank holds at most: longer ones are taken in pieces. */
  private static final long ZEROS_MAX = 1 << 20;

  private final Mlp problem;
  private final MlpSchedule layer;
  private final Operands operands;
  private final List<RankDevice> devices;
  private final List<Rank> ranks = new ArrayList<>();

  private record Rank(
      List<DeviceMatrix> buffers,
      DeviceMatrix up,
      DeviceMatrix down,
      DeviceMatrix zeros,
      List<Operation> tiles) {}

  MlpPlacement(MlpSchedule layer, Operands operands, List<RankDevice> devices) {
    this.problem = layer.problem();
    this.layer = layer;
    this.operands = operands;
    this.devices = devices;
    for (int rank = 0; rank < devices.size(); rank++) {
      ranks.add(place(rank));
    }
  }

  /** Zeros that a rank with so much of the inner extent holds. */
  static long zeroCount(Mlp problem, int own) {
    return Math.min(ZEROS_MAX, (long) problem.tokens() * own);
  }

  private Rank place(int rank) {
    RankDevice device = devices.get(rank);
    int own = layer.inner(rank).count();
    List<DeviceMatrix> buffers = new ArrayList<>();
    buffers.add(
        problem.splitTokens()
            ? device.allocate(problem.dtype(), problem.tokens(), problem.hidden())
            : device.place(operands.input(X)));
    buffers.add(device.allocate(problem.dtype(), problem.tokens(), own));
    buffers.add(device.allocate(problem.dtype(), problem.tokens(), problem.hidden()));
    buffers.add(device.allocate(problem.dtype(), 1, layer.scratchCount()));
    if (problem.splitTokens()) {
      int rows = layer.tokens(rank).count();
      buffers.add(device.allocate(problem.dtype(), rows, problem.hidden()));
      buffers.add(device.allocate(problem.dtype(), rows, problem.hidden()));
    }
    DeviceMatrix up = device.place(up(rank));
    DeviceMatrix down = device.place(down(rank));
    DeviceMatrix between = buffers.get(MlpSchedule.BETWEEN);
    long count = (long) problem.tokens() * own;
    DeviceMatrix zeros = device.allocate(problem.dtype(), 1, zeroCount(problem, own));
    return new Rank(
        List.copyOf(buffers),
        up,
        down,
        zeros,
        List.of(
            device.multiply(problem.up(own), buffers.get(MlpSchedule.X), up, between),
            relu(device, between, zeros, count),
            device.multiply(problem.down(own), between, down, buffers.get(MlpSchedule.Y))));
  }

  private Operation relu(RankDevice device, DeviceMatrix values, DeviceMatrix zeros, long count) {
    List<Operation> pieces = new ArrayList<>();
    for (long at = 0; at < count; at += ZEROS_MAX) {
      long length = Math.min(ZEROS_MAX, count - at);
      pieces.add(device.reduce(ReduceOp.MAX, zeros, 0, values, at, values, at, length));
    }
    return () -> pieces.forEach(Operation::run);
  }

  private Matrix up(int rank) {
    Range columns = layer.inner(rank);
    return operands.input(UP).tile(0, columns.start(), problem.hidden(), columns.count());
  }

  private Matrix down(int rank) {
    Range rows = layer.inner(rank);
    return operands.input(DOWN).tile(rows.start(), 0, rows.count(), problem.hidden());
  }

  private Matrix tokens(Matrix whole, int rank) {
    Range rows = layer.tokens(rank);
    return whole.tile(rows.start(), 0, rows.count(), problem.hidden());
  }

  @Override
  public Schedule schedule() {
    return layer.schedule();
  }

  @Override
  public DeviceMatrix buffer(int rank, int buffer) {
    return ranks.get(rank).buffers.get(buffer);
  }

  @Override
  public Operation tile(int rank, int tile) {
    return ranks.get(rank).tiles.get(tile);
  }

  @Override
  public void load() {
    try (Arena arena = Arena.ofConfined()) {
      for (int rank = 0; rank < devices.size(); rank++) {
        RankDevice device = devices.get(rank);
        Rank own = ranks.get(rank);
        device.upload(up(rank), own.up);
        device.upload(down(rank), own.down);
        long zeros = zeroCount(problem, layer.inner(rank).count());
        device.upload(Buffers.vector(arena, problem.dtype(), zeros), own.zeros);
        if (problem.splitTokens()) {
          device.upload(tokens(operands.input(X), rank), buffer(rank, MlpSchedule.OWN_X));
        } else {
          device.upload(operands.input(X), buffer(rank, MlpSchedule.X));
        }
      }
    }
  }

  @Override
  public void store() {
    if (!problem.splitTokens()) {
      devices.getFirst().download(buffer(0, MlpSchedule.Y), operands.output(0));
      return;
    }
    for (int rank = 0; rank < devices.size(); rank++) {
      devices.get(rank).download(buffer(rank, MlpSchedule.OWN_Y), tokens(operands.output(0), rank));
    }
  }
}
