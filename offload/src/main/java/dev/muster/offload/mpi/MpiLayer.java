package dev.muster.offload.mpi;

import dev.muster.bridge.mpi.Mpi;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.collective.Schedule;
import dev.muster.offload.plan.MlpSchedule;
import dev.muster.offload.pool.CpuPool;
import dev.muster.offload.pool.MlpShare;
import dev.muster.offload.pool.RankDevice;
import dev.muster.offload.pool.RankProgram;

/**
 * The share of this rank of a feed-forward layer over the processes of a job. Every process has the
 * operands whole, and reads its part of the weights; when all is done the first process gets Y,
 * outside of what is timed.
 */
final class MpiLayer {
  private MpiLayer() {}

  static MpiPart bind(Mpi mpi, MlpSchedule layer, String kernel, Operands operands) {
    RankDevice device = CpuPool.rankDevice(kernel);
    try {
      return bind(mpi, layer, device, operands);
    } catch (RuntimeException | Error e) {
      device.close();
      throw e;
    }
  }

  private static MpiPart bind(Mpi mpi, MlpSchedule layer, RankDevice device, Operands operands) {
    DType dtype = layer.problem().dtype();
    Schedule schedule = layer.schedule();
    MlpShare share = new MlpShare(layer, operands, device, mpi.rank());
    MpiBuffers buffers =
        new MpiBuffers(dtype, share.buffers().stream().map(CpuPool::memory).toList());
    MpiProgram messages = new MpiProgram(mpi, dtype, ReduceOp.SUM, device, buffers, false);
    return new MpiPart(
        new RankProgram(
            schedule.steps(mpi.rank()).stream()
                .map(step -> messages.line(step, share::tile))
                .toList()),
        schedule.elementsMoved() * dtype.bytes(),
        "%s; messages of %s".formatted(device.description(), mpi.version()),
        share::load,
        () -> {
          share.store();
          MpiGather.toFirst(mpi, operands.output(0), share::givenOf);
        },
        () -> {
          device.close();
          buffers.close();
        });
  }
}
