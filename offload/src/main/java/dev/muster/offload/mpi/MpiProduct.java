package dev.muster.offload.mpi;

import dev.muster.bridge.mpi.Mpi;
import dev.muster.kernels.matmul.MatMulOperands;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.offload.plan.Output;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.ProductSchedule;
import dev.muster.offload.pool.CpuPool;
import dev.muster.offload.pool.OverlappedProgram;
import dev.muster.offload.pool.ProductShare;
import dev.muster.offload.pool.Program;
import dev.muster.offload.pool.RankDevice;
import dev.muster.offload.pool.RankProgram;

/**
 * The share of this rank of a product over the processes of a job. Every process has the operands
 * whole; of A and B it reads its tiles, of C it writes its parts, and when all is done the first
 * process gets them all, outside of what is timed.
 *
 * <p>Where a rank joins several parts of C, a thread of its own computes the next part while the
 * last one is joined.
 */
final class MpiProduct {
  private final Mpi mpi;
  private final MatMul problem;
  private final Operands operands;
  private final ProductSchedule schedule;
  private final RankDevice device;
  private final ProductShare share;
  private final MpiBuffers buffers;

  private MpiProduct(Mpi mpi, MatMul problem, Plan plan, RankDevice device, Operands operands) {
    MatMulOperands.check(problem, operands);
    this.mpi = mpi;
    this.problem = problem;
    this.operands = operands;
    this.schedule = ProductSchedule.of(problem, plan, mpi.size());
    this.device = device;
    this.share = new ProductShare(problem, schedule, operands, device, mpi.rank());
    this.buffers =
        new MpiBuffers(problem.dtype(), share.buffers().stream().map(CpuPool::memory).toList());
  }

  static MpiPart bind(Mpi mpi, MatMul problem, Plan plan, String kernel, Operands operands) {
    RankDevice device = CpuPool.rankDevice(kernel);
    try {
      return new MpiProduct(mpi, problem, plan, device, operands).part();
    } catch (RuntimeException | Error e) {
      device.close();
      throw e;
    }
  }

  private MpiPart part() {
    Program program = program();
    return new MpiPart(
        program,
        schedule.schedule().elementsMoved() * problem.dtype().bytes(),
        "%s; messages of %s".formatted(device.description(), mpi.version()),
        share::load,
        this::store,
        () -> {
          program.close();
          device.close();
          buffers.close();
        });
  }

  private Program program() {
    boolean beside = schedule.joinsSeveral(mpi.rank());
    MpiProgram messages =
        new MpiProgram(mpi, problem.dtype(), ReduceOp.SUM, device, buffers, beside);
    return beside
        ? OverlappedProgram.of(schedule, mpi.rank(), share::tile, messages::line)
        : new RankProgram(
            schedule.schedule().steps(mpi.rank()).stream()
                .map(step -> messages.line(step, share::tile))
                .toList());
  }

  private void store() {
    share.store();
    MpiGather.toFirst(
        mpi,
        operands.output(0),
        whole -> share.given().stream().map(output -> part(whole, output)).toList());
  }

  private static Matrix part(Matrix whole, Output output) {
    return whole.tile(
        output.m().start(), output.n().start(), output.m().count(), output.n().count());
  }
}
