package dev.muster.offload.pool;

import dev.muster.kernels.problem.Mlp;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.Buffers;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.offload.plan.MlpSchedule;
import dev.muster.offload.plan.Range;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * What one rank holds of a feed-forward layer: its part of the weights from the beginning, X, what
 * lies between the products, Y, and scratch for joining it. relu is the maximum with zeros, which a
 * device has for reductions.
 */
public final class MlpShare {
  private static final int X = 0;
  private static final int UP = 1;
  private static final int DOWN = 2;

  /** Zeros that a rank holds at most: longer ones are taken in pieces. */
  private static final long ZEROS_MAX = 1 << 20;

  private final Mlp problem;
  private final Operands operands;
  private final RankDevice device;
  private final int rank;
  private final Range inner;
  private final Range tokens;
  private final List<DeviceMatrix> buffers = new ArrayList<>();
  private final DeviceMatrix up;
  private final DeviceMatrix down;
  private final DeviceMatrix zeros;
  private final List<Operation> tiles;

  /**
   * Places what the rank needs on its device.
   *
   * @param operands of the whole layer
   * @param device of the rank; who opened it closes it
   */
  public MlpShare(MlpSchedule layer, Operands operands, RankDevice device, int rank) {
    this.problem = layer.problem();
    this.operands = operands;
    this.device = device;
    this.rank = rank;
    this.inner = layer.inner(rank);
    this.tokens = layer.tokens(rank);
    DType dtype = problem.dtype();
    buffers.add(
        problem.splitTokens()
            ? device.allocate(dtype, problem.tokens(), problem.hidden())
            : device.place(operands.input(X)));
    buffers.add(device.allocate(dtype, problem.tokens(), inner.count()));
    buffers.add(device.allocate(dtype, problem.tokens(), problem.hidden()));
    buffers.add(device.allocate(dtype, 1, layer.scratchCount()));
    if (problem.splitTokens()) {
      buffers.add(device.allocate(dtype, tokens.count(), problem.hidden()));
      buffers.add(device.allocate(dtype, tokens.count(), problem.hidden()));
    }
    this.up = device.place(hostUp());
    this.down = device.place(hostDown());
    this.zeros = device.allocate(dtype, 1, zeroCount(problem, inner.count()));
    DeviceMatrix between = buffers.get(MlpSchedule.BETWEEN);
    this.tiles =
        List.of(
            device.multiply(problem.up(inner.count()), buffers.get(MlpSchedule.X), up, between),
            relu(between),
            device.multiply(
                problem.down(inner.count()), between, down, buffers.get(MlpSchedule.Y)));
  }

  /** Bytes that a rank holds. */
  public static long bytes(MlpSchedule layer, int rank) {
    long zeros = zeroCount(layer.problem(), layer.inner(rank).count());
    return (layer.heldCount(rank) + zeros) * layer.problem().dtype().bytes();
  }

  /** Bytes that a core holds, which has its part of the weights, and X if it is whole, in place. */
  static long bytesBesideOperands(MlpSchedule layer, int rank) {
    Mlp problem = layer.problem();
    long weights = 2L * layer.inner(rank).count() * problem.hidden();
    long x = problem.splitTokens() ? 0 : layer.count();
    return bytes(layer, rank) - (weights + x) * problem.dtype().bytes();
  }

  private static long zeroCount(Mlp problem, int own) {
    return Math.min(ZEROS_MAX, (long) problem.tokens() * own);
  }

  private Operation relu(DeviceMatrix values) {
    List<Operation> pieces = new ArrayList<>();
    long count = (long) problem.tokens() * inner.count();
    for (long at = 0; at < count; at += ZEROS_MAX) {
      long length = Math.min(ZEROS_MAX, count - at);
      pieces.add(device.reduce(ReduceOp.MAX, zeros, 0, values, at, values, at, length));
    }
    return () -> pieces.forEach(Operation::run);
  }

  private Matrix hostUp() {
    return operands.input(UP).tile(0, inner.start(), problem.hidden(), inner.count());
  }

  private Matrix hostDown() {
    return operands.input(DOWN).tile(inner.start(), 0, inner.count(), problem.hidden());
  }

  /** Those that the schedule knows by their number. */
  public List<DeviceMatrix> buffers() {
    return List.copyOf(buffers);
  }

  DeviceMatrix buffer(int buffer) {
    return buffers.get(buffer);
  }

  /** The work that a tile number of the schedule stands for. */
  public Operation tile(int tile) {
    return tiles.get(tile);
  }

  /** Brings the operands from host to device. */
  public void load() {
    device.upload(hostUp(), up);
    device.upload(hostDown(), down);
    try (Arena arena = Arena.ofConfined()) {
      long count = zeroCount(problem, inner.count());
      device.upload(Buffers.vector(arena, problem.dtype(), count), zeros);
    }
    if (problem.splitTokens()) {
      device.upload(given(operands.input(X)), buffers.get(MlpSchedule.OWN_X));
    } else {
      device.upload(operands.input(X), buffers.get(MlpSchedule.X));
    }
  }

  /** Brings what of Y is this rank's to give from device to host. */
  public void store() {
    if (problem.splitTokens()) {
      device.download(buffers.get(MlpSchedule.OWN_Y), given(operands.output(0)));
    } else if (rank == 0) {
      device.download(buffers.get(MlpSchedule.Y), operands.output(0));
    }
  }

  /** The rows of X or Y that this rank has where tokens are split. */
  private Matrix given(Matrix whole) {
    return whole.tile(tokens.start(), 0, tokens.count(), problem.hidden());
  }

  /** The parts of Y, or of a matrix like it, that {@link #store} fills. */
  public List<Matrix> givenOf(Matrix whole) {
    if (problem.splitTokens()) {
      return List.of(given(whole));
    }
    return rank == 0 ? List.of(whole) : List.of();
  }
}
