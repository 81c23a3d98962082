package dev.muster.offload.pool;

import dev.muster.kernels.problem.Operands;
import dev.muster.offload.collective.Schedule;
import dev.muster.offload.plan.MlpSchedule;
import java.util.List;
import java.util.stream.IntStream;

/** A feed-forward layer over ranks that all are in this process. */
final class MlpPlacement implements Placement {
  private final MlpSchedule layer;
  private final List<MlpShare> ranks;

  MlpPlacement(MlpSchedule layer, Operands operands, List<RankDevice> devices) {
    this.layer = layer;
    this.ranks =
        IntStream.range(0, devices.size())
            .mapToObj(rank -> new MlpShare(layer, operands, devices.get(rank), rank))
            .toList();
  }

  @Override
  public Schedule schedule() {
    return layer.schedule();
  }

  @Override
  public DeviceMatrix buffer(int rank, int buffer) {
    return ranks.get(rank).buffer(buffer);
  }

  @Override
  public Operation tile(int rank, int tile) {
    return ranks.get(rank).tile(tile);
  }

  @Override
  public void load() {
    ranks.forEach(MlpShare::load);
  }

  @Override
  public void store() {
    ranks.forEach(MlpShare::store);
  }
}
