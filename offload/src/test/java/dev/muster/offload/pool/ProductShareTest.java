package dev.muster.offload.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.ProductFacts;
import dev.muster.offload.plan.ProductSchedule;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductShareTest {
  private static final MatMul PRODUCT = new MatMul(DType.F32, 37, 29, 41);

  /** A core that keeps its operands in memory of its own, as other devices do, and counts it. */
  private static final class CountingDevice implements RankDevice {
    private final RankDevice core = CpuPool.rankDevice("vector");
    private long count;

    @Override
    public Support supports(Problem problem) {
      return core.supports(problem);
    }

    @Override
    public DeviceMatrix place(Matrix host) {
      return allocate(host.dtype(), host.rows(), host.cols());
    }

    @Override
    public DeviceMatrix allocate(DType dtype, long rows, long cols) {
      count += rows * cols;
      return core.allocate(dtype, rows, cols);
    }

    @Override
    public void upload(Matrix host, DeviceMatrix into) {
      core.upload(host, into);
    }

    @Override
    public void download(DeviceMatrix from, Matrix host) {
      core.download(from, host);
    }

    @Override
    public Operation copy(
        DeviceMatrix from, long fromOffset, DeviceMatrix into, long intoOffset, long n) {
      return core.copy(from, fromOffset, into, intoOffset, n);
    }

    @Override
    public Operation reduce(
        ReduceOp op,
        DeviceMatrix x,
        long xOffset,
        DeviceMatrix y,
        long yOffset,
        DeviceMatrix into,
        long intoOffset,
        long n) {
      return core.reduce(op, x, xOffset, y, yOffset, into, intoOffset, n);
    }

    @Override
    public Operation multiply(MatMul problem, DeviceMatrix a, DeviceMatrix b, DeviceMatrix c) {
      return core.multiply(problem, a, b, c);
    }

    @Override
    public String description() {
      return core.description();
    }

    @Override
    public void close() {
      core.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-",
        "pm3",
        "pn2,sm4",
        "sk5,pm2",
        "pm2,pn2,pk2;ring",
        "sn3,pk3;two-shot",
        "pk5;rabenseifner",
        "pk4;double-binary-tree"
      })
  void theMemoryThatIsForetoldIsWhatIsAllocated(String text) {
    Plan plan = Plan.parse(text);
    int ranks = Math.toIntExact(plan.ranks());
    ProductFacts facts = ProductFacts.of(PRODUCT, plan, ranks);
    ProductSchedule schedule = ProductSchedule.of(PRODUCT, plan, ranks);
    try (Arena arena = Arena.ofShared()) {
      Operands operands = PRODUCT.allocate(arena, ranks);
      for (int rank = 0; rank < ranks; rank++) {
        try (CountingDevice device = new CountingDevice()) {
          var _ = new ProductShare(PRODUCT, schedule, operands, device, rank);
          assertEquals(facts.ranks().get(rank).heldCount(), device.count, "rank " + rank);
        }
      }
    }
  }

  @Test
  void everyPartOfCIsGivenByOneRank() {
    ProductSchedule schedule = ProductSchedule.of(PRODUCT, Plan.parse("sm2,pn3,pk2;ring"), 6);
    try (Arena arena = Arena.ofShared()) {
      Operands operands = PRODUCT.allocate(arena, 6);
      long given = 0;
      for (int rank = 0; rank < 6; rank++) {
        try (RankDevice device = CpuPool.rankDevice("vector")) {
          given +=
              new ProductShare(PRODUCT, schedule, operands, device, rank)
                  .given().stream().mapToLong(output -> output.count()).sum();
        }
      }
      assertEquals(37 * 29, given);
    }
  }
}
