package dev.muster.offload.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.plan.Plan;
import dev.muster.offload.plan.ProductFacts;
import dev.muster.offload.plan.ProductSchedule;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductShareTest {
  private static final MatMul PRODUCT = new MatMul(DType.F32, 37, 29, 41);

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
          assertEquals(facts.ranks().get(rank).heldCount(), device.count(), "rank " + rank);
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
