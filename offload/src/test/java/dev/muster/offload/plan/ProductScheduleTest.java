package dev.muster.offload.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.collective.CollectiveAlgorithms;
import dev.muster.offload.collective.Order;
import dev.muster.offload.collective.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products by plan, in plain numbers: no pool, no device. */
class ProductScheduleTest {

  static Stream<RandomProduct> products() {
    return RandomProduct.stream(47, 400);
  }

  @ParameterizedTest
  @MethodSource("products")
  void everyPlanGivesTheProduct(RandomProduct product) {
    for (double beta : new double[] {0, 1, -2}) {
      MatMul problem = product.problem().withBeta(beta);
      for (Plan plan : withEachCollective(product.plan())) {
        ProductSchedule schedule = ProductSchedule.of(problem, plan, product.ranks());
        PlainProduct plain = new PlainProduct(problem);
        assertArrayEquals(plain.direct(), plain.run(schedule, Order.lazyLast()));
        assertArrayEquals(plain.direct(), plain.run(schedule, Order.random(3)));
      }
    }
  }

  private static List<Plan> withEachCollective(Plan plan) {
    return plan.collective().isEmpty()
        ? List.of(plan)
        : CollectiveAlgorithms.ofMessages().stream()
            .map(algorithm -> new Plan(plan.splits(), Optional.of(algorithm.name())))
            .toList();
  }

  @Test
  void tilesComeFirstAndThenTheCollective() {
    ProductSchedule schedule = schedule("pm2,pk2,sn2;ring");
    for (int rank = 0; rank < 4; rank++) {
      List<Step> steps = schedule.schedule().steps(rank);
      assertEquals(List.of(new Step.Compute(0), new Step.Compute(1)), steps.subList(0, 2));
      assertEquals(2 + 2 * 2, steps.size());
      assertTrue(steps.stream().skip(2).allMatch(Step.Together.class::isInstance));
    }
  }

  @Test
  void movedElementsAreThoseOfTheCollectivesOfAllGroups() {
    long perGroup =
        CollectiveAlgorithms.find("ring").elementsMoved(CollectiveKind.ALL_REDUCE, 3, 4 * 6 / 2);
    assertEquals(2 * perGroup, schedule("pm2,pk3;ring").schedule().elementsMoved());
  }

  @Test
  void planWithoutSplitSumMovesNothing() {
    assertEquals(0, schedule("pm2,pn2,sk2").schedule().elementsMoved());
  }

  private static ProductSchedule schedule(String text) {
    Plan plan = Plan.parse(text);
    return ProductSchedule.of(new MatMul(DType.F32, 4, 6, 8), plan, Math.toIntExact(plan.ranks()));
  }
}
