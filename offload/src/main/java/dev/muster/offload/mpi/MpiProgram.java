package dev.muster.offload.mpi;

import dev.muster.bridge.mpi.Mpi;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.Region;
import dev.muster.offload.collective.Schedule;
import dev.muster.offload.collective.Schedules;
import dev.muster.offload.collective.Step;
import dev.muster.offload.pool.CpuPool;
import dev.muster.offload.pool.DeviceMatrix;
import dev.muster.offload.pool.Operation;
import dev.muster.offload.pool.RankDevice;
import dev.muster.offload.pool.RankProgram;
import dev.muster.offload.pool.Timeline.Activity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Binds the steps of this rank to messages of MPI and reductions on this core: the interpreter of
 * steps for processes.
 *
 * <p>What comes to be reduced lies in a buffer of its own until all transfers of the step are done.
 */
final class MpiProgram {
  private final Mpi mpi;
  private final ReduceOp op;
  private final RankDevice device;
  private final MpiBuffers buffers;
  private final boolean idly;
  private final long type;

  /** Buffers for what is to be reduced, by its number within a step: steps use the same ones. */
  private final List<Integer> staging = new ArrayList<>();

  /**
   * @param idly whether another thread computes on the core while messages are under way
   */
  MpiProgram(
      Mpi mpi, DType dtype, ReduceOp op, RankDevice device, MpiBuffers buffers, boolean idly) {
    this.mpi = mpi;
    this.op = op;
    this.device = device;
    this.buffers = buffers;
    this.idly = idly;
    this.type = mpi.type(dtype);
  }

  static MpiPart bind(
      Mpi mpi,
      Collective problem,
      CollectiveAlgorithm algorithm,
      String kernel,
      MpiBuffers buffers) {
    Schedule schedule = Schedules.of(algorithm, problem, mpi.size());
    buffers.allocate(Schedules.scratchCount(algorithm, problem, mpi.size()));
    RankDevice device = CpuPool.rankDevice(kernel);
    MpiProgram binding =
        new MpiProgram(mpi, problem.dtype(), problem.op().pairwise(), device, buffers, false);
    List<RankProgram.Line> lines = schedule.steps(mpi.rank()).stream().map(binding::line).toList();
    return new MpiPart(
        new RankProgram(lines),
        schedule.elementsMoved() * problem.dtype().bytes(),
        "%s over messages of %s; %s"
            .formatted(algorithm.name(), mpi.version(), device.description()),
        () -> {
          device.close();
          buffers.close();
        });
  }

  /**
   * Any step.
   *
   * @param tiles the work that a tile number stands for
   */
  RankProgram.Line line(Step step, IntFunction<Operation> tiles) {
    return step instanceof Step.Compute compute
        ? new RankProgram.Line(tiles.apply(compute.tile()), Activity.COMPUTE)
        : line(step);
  }

  /** A step that computes no tile. */
  RankProgram.Line line(Step step) {
    return switch (step) {
      case Step.Copy copy -> new RankProgram.Line(copy(copy.from(), copy.into()), Activity.COPY);
      case Step.Reduce reduce ->
          new RankProgram.Line(reduce(reduce.x(), reduce.y(), reduce.into()), Activity.REDUCE);
      case Step.Together together ->
          new RankProgram.Line(exchange(together.transfers()), Activity.TRANSFER);
      case Step.Transfer transfer ->
          new RankProgram.Line(exchange(List.of(transfer)), Activity.TRANSFER);
      case Step.Divide divide ->
          new RankProgram.Line(
              device.divide(
                  placed(divide.region()),
                  divide.region().offset(),
                  divide.region().count(),
                  divide.divisor()),
              Activity.REDUCE);
      case Step.Compute _ -> throw new IllegalStateException("no message");
      case Step.ReduceForAll _ ->
          throw new IllegalStateException("processes do not see each other's memory");
    };
  }

  /** Receives first, so that a message that is there already has a place to go to. */
  private Operation exchange(List<Step.Transfer> transfers) {
    MpiRequests requests = new MpiRequests(mpi, transfers.size());
    List<Operation> starts = new ArrayList<>();
    List<Operation> sends = new ArrayList<>();
    List<Operation> reductions = new ArrayList<>();
    for (Step.Transfer transfer : transfers) {
      switch (transfer) {
        case Step.Send send -> sends.add(send(send, requests.next()));
        case Step.Receive receive ->
            starts.add(receive(receive.peer(), receive.region(), requests.next()));
        case Step.ReceiveReduce reduce -> {
          Region staged = staged(reductions.size(), reduce.region().count());
          starts.add(receive(reduce.peer(), staged, requests.next()));
          reductions.add(reduce(staged, reduce.operand(), reduce.region()));
        }
      }
    }
    starts.addAll(sends);
    return new MpiExchange(starts, requests, idly, reductions);
  }

  private Region staged(int number, long count) {
    if (number == staging.size()) {
      staging.add(buffers.allocate(count));
    } else if (buffers.matrix(staging.get(number)).count() < count) {
      staging.set(number, buffers.allocate(count));
    }
    return new Region(staging.get(number), 0, count);
  }

  private Operation send(Step.Send send, long request) {
    long address = buffers.address(send.region());
    int count = MpiBuffers.count(send.region().count());
    int peer = send.peer();
    return () -> mpi.send(address, count, type, peer, request);
  }

  private Operation receive(int peer, Region region, long request) {
    long address = buffers.address(region);
    int count = MpiBuffers.count(region.count());
    return () -> mpi.receive(address, count, type, peer, request);
  }

  private Operation copy(Region from, Region into) {
    return device.copy(placed(from), from.offset(), placed(into), into.offset(), into.count());
  }

  private Operation reduce(Region x, Region y, Region into) {
    return device.reduce(
        op,
        placed(x),
        x.offset(),
        placed(y),
        y.offset(),
        placed(into),
        into.offset(),
        into.count());
  }

  private DeviceMatrix placed(Region region) {
    return device.place(buffers.matrix(region.buffer()));
  }
}
