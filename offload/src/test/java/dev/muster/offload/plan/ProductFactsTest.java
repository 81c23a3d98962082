package dev.muster.offload.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.plan.ProductFacts.Extents;
import dev.muster.offload.plan.ProductFacts.Rank;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProductFactsTest {
  private static final MatMul CUBE = new MatMul(DType.F32, 64, 64, 64);

  private static ProductFacts facts(MatMul product, String plan) {
    Plan parsed = Plan.parse(plan);
    return ProductFacts.of(product, parsed, Math.toIntExact(parsed.ranks()));
  }

  @Test
  void aCubeOfEightRanksReachesTheBound() {
    ProductFacts facts = facts(CUBE, "pm2,pn2,pk2;two-shot");
    Rank rank = new Rank(List.of(new Extents(32, 32, 32)), 65536, 1024, 1024, 1024, 2, 2, 1024, 0);
    assertEquals(rank.tiles(), facts.ranks().get(5).tiles());
    assertEquals(rank.operandCount(), facts.ranks().get(5).operandCount());
    assertEquals(1024, facts.sentCountMax());
    assertEquals(facts.operandCountMin(), facts.operandCountMax(), 1e-6);
    assertEquals(facts.flopsMin(), facts.flopsMax());
    assertEquals(1, facts.alike().size());
  }

  /** One case of the bound each: one, two and three dimensions cut. */
  @ParameterizedTest
  @CsvSource({"1024,4,4,8, pm8", "256,256,4,16, 'pm4,pn4'", "64,64,64,8, 'pm2,pn2,pk2;ring'"})
  void whereThePlanIsTheBestThereIsTheBoundIsWhatItMoves(
      int m, int n, int k, int ranks, String plan) {
    ProductFacts facts = facts(new MatMul(DType.F64, m, n, k), plan);
    assertEquals(ranks, facts.ranks().size());
    assertEquals(facts.operandCountMin(), facts.operandCountMax(), 1e-6);
  }

  @ParameterizedTest
  @MethodSource("dev.muster.offload.plan.StrategyTest#cases")
  void noPlanMovesLessThanTheBound(StrategyTest.Case each) {
    each.plan()
        .ifPresent(
            plan -> {
              ProductFacts facts = ProductFacts.of(each.product(), plan, each.ranks());
              assertTrue(
                  facts.operandCountMax() >= facts.operandCountMin() * (1 - 1e-9),
                  () -> plan + " of " + each.product().text());
              assertTrue(facts.imbalance() >= 0);
              assertEquals(
                  each.product().flops(), facts.ranks().stream().mapToDouble(Rank::flops).sum());
            });
  }

  @Test
  void tilesThatShareAnOperandHoldItOnce() {
    Rank rank = facts(CUBE, "sm4").ranks().getFirst();
    assertEquals(4, rank.tiles().size());
    assertEquals(64 * 64, rank.aCount());
    assertEquals(64 * 64, rank.bCount());
  }

  @Test
  void aProductOfNothingIsNotOverTheBound() {
    assertEquals(1, facts(new MatMul(DType.F32, 0, 0, 4), "pm1").overBound());
    assertEquals(1, facts(new MatMul(DType.F32, 0, 4, 4), "pm1").overBound());
  }

  @Test
  void unevenTilesAreAnImbalance() {
    assertEquals(0.5, facts(new MatMul(DType.F32, 4, 8, 8), "pm3").imbalance(), 1e-9);
  }

  @Test
  void manyRanksAreExplainedByTheirKinds() {
    MatMul product = new MatMul(DType.F32, 100_003, 10_007, 4096);
    ProductFacts facts =
        assertTimeout(Duration.ofSeconds(5), () -> facts(product, "pm16,pn12,pk2;two-shot"));
    assertEquals(384, facts.ranks().size());
    assertTrue(facts.alike().size() <= 8, facts.alike().size() + " kinds");
  }
}
