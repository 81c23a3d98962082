package dev.muster.offload.pool;

import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.Operands;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.Schedule;
import dev.muster.offload.collective.Schedules;
import java.util.ArrayList;
import java.util.List;

/** Input, output and scratch of each rank of a collective. */
final class CollectivePlacement implements Placement {
  private final List<RankDevice> devices;
  private final Operands operands;
  private final Schedule schedule;
  private final List<List<DeviceMatrix>> buffers = new ArrayList<>();

  CollectivePlacement(
      Collective problem,
      CollectiveAlgorithm algorithm,
      Operands operands,
      List<RankDevice> devices) {
    int ranks = devices.size();
    if (operands.inputs().size() != ranks || operands.outputs().size() != ranks) {
      throw new IllegalArgumentException(
          "operands are of %d ranks, the pool has %d".formatted(operands.inputs().size(), ranks));
    }
    this.devices = devices;
    this.operands = operands;
    this.schedule = Schedules.of(algorithm, problem, ranks);
    long scratchCount = Schedules.scratchCount(algorithm, problem, ranks);
    for (int rank = 0; rank < ranks; rank++) {
      RankDevice device = devices.get(rank);
      DeviceMatrix input = device.place(operands.input(rank));
      boolean inPlace = operands.output(rank).equals(operands.input(rank));
      buffers.add(
          List.of(
              input,
              inPlace ? input : device.place(operands.output(rank)),
              device.allocate(problem.dtype(), 1, scratchCount)));
    }
  }

  @Override
  public Schedule schedule() {
    return schedule;
  }

  @Override
  public DeviceMatrix buffer(int rank, int buffer) {
    return buffers.get(rank).get(buffer);
  }

  @Override
  public Operation tile(int rank, int tile) {
    throw new IllegalStateException("a collective computes no tiles");
  }

  @Override
  public void load() {
    for (int rank = 0; rank < devices.size(); rank++) {
      devices.get(rank).upload(operands.input(rank), buffer(rank, CollectiveAlgorithm.INPUT));
    }
  }

  @Override
  public void store() {
    for (int rank = 0; rank < devices.size(); rank++) {
      devices.get(rank).download(buffer(rank, CollectiveAlgorithm.OUTPUT), operands.output(rank));
    }
  }
}
