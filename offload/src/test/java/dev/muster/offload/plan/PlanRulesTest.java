package dev.muster.offload.plan;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Mlp;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.ReduceLocal;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.collective.CollectiveAlgorithm;
import dev.muster.offload.collective.CollectiveAlgorithms;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanRulesTest {
  private static final MatMul PRODUCT = new MatMul(DType.F32, 5, 7, 3);
  private static final Collective ALL_REDUCE =
      Collective.allReduce(DType.F32, ReduceOp.SUM, 1024, 1);
  private static final String NAMES = CollectiveAlgorithms.names();
  private static final String OF_ALL_REDUCE =
      CollectiveAlgorithms.names(CollectiveAlgorithms.of(CollectiveKind.ALL_REDUCE));
  private static final String JOINS = CollectiveAlgorithms.names(CollectiveAlgorithms.ofMessages());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"- | 1", "sm5,sn7,sk3 | 1", "pm5 | 5", "pm2,pm2 | 4", "pm2,pk3;two-shot | 6"})
  void fittingPlansOfAProductPass(String plan, int ranks) {
    assertDoesNotThrow(() -> PlanRules.require(PRODUCT, Plan.parse(plan), ranks));
  }

  @Test
  void aLayerIsCutAlongItsInnerExtentOnly() {
    Mlp layer = new Mlp(DType.F32, 9, 8, 3, false, 1);
    Mlp split = new Mlp(DType.F32, 9, 8, 30, true, 1);
    assertDoesNotThrow(() -> PlanRules.require(layer, Plan.parse("pk1"), 1));
    assertDoesNotThrow(() -> PlanRules.require(layer, Plan.parse("pk3;rabenseifner"), 3));
    assertDoesNotThrow(() -> PlanRules.require(split, Plan.parse("pk3;ring"), 3));
    for (String plan : List.of("-", "pk2", "pm2", "pk4;ring", "ring", "pk1:1;ring")) {
      refused(
          "plan '%s' does not fit 'mlp:f32:9x8x3:seed=1', whose inner extent is cut over the 2 ranks of the pool; legal: pk2;ring, or megatron"
              .formatted(plan),
          layer,
          plan,
          2);
    }
    refused(
        "'mlp:f32:9x8x3:seed=1' has an inner extent for up to 3 ranks, pool has 4; legal: a smaller pool",
        layer,
        "pk4;ring",
        4);
    refused(
        "'mlp:f32:9x8x30:tokens=split:seed=1' has 9 tokens, which 2 ranks cannot share alike; legal: a multiple of 2",
        split,
        "pk2;ring",
        2);
  }

  @Test
  void sumsOfHalvesStayWhole() {
    MatMul halves = PRODUCT.withType(DType.BF16);
    assertDoesNotThrow(() -> PlanRules.require(halves, Plan.parse("pm5"), 5));
    for (String plan : List.of("pk3;two-shot", "sk3,pm2")) {
      refused(
          "plan '%s' cuts sums of bf16, whose parts would be rounded before they are added; legal: cuts of m and n, e.g. pm2"
              .formatted(plan),
          halves,
          plan,
          (int) Plan.parse(plan).ranks());
    }
  }

  @Test
  void collectiveAlonePassesForAnAllReduce() {
    for (CollectiveAlgorithm algorithm : CollectiveAlgorithms.of(CollectiveKind.ALL_REDUCE)) {
      Plan plan = Plan.parse(algorithm.name());
      assertSame(algorithm, PlanRules.requireCollective(plan, CollectiveKind.ALL_REDUCE));
      assertDoesNotThrow(() -> PlanRules.require(ALL_REDUCE, plan, 9));
    }
  }

  @Test
  void localReductionTakesOneDevice() {
    ReduceLocal local = new ReduceLocal(DType.F32, ReduceOp.SUM, 1024);
    assertDoesNotThrow(() -> PlanRules.require(local, Plan.NONE, 1));
    refused(
        "plan 'pm2' does not fit '%s', which one device computes; legal: -".formatted(local.text()),
        local,
        "pm2",
        2);
    refused(
        "one device computes '%s', pool has 2; legal: a pool of 1".formatted(local.text()),
        local,
        "-",
        2);
  }

  @Test
  void divisorAboveItsDimensionNamesTheLegalMaximum() {
    refused(
        "split 'pm9' of plan 'pm9' cuts m into 9 parts where only 5 are left; legal: up to pm5",
        PRODUCT,
        "pm9",
        9);
  }

  @Test
  void divisorAboveWhatEarlierSplitsLeftNamesTheLegalMaximum() {
    refused(
        "split 'pn4' of plan 'sn2,pn4' cuts n into 4 parts where only 3 are left;"
            + " legal: up to pn3",
        PRODUCT,
        "sn2,pn4",
        4);
  }

  @Test
  void emptyDimensionIsNotCut() {
    refused(
        "split 'sk2' of plan 'sk2' cuts k into 2 parts where only 0 are left; legal: up to sk1",
        PRODUCT.withShape(5, 7, 0),
        "sk2",
        1);
  }

  @Test
  void rankCountMustBeThatOfThePool() {
    refused(
        "plan 'pm2' needs 2 ranks, pool has 4;"
            + " legal: parallel divisors whose product is 4, e.g. pm4",
        PRODUCT,
        "pm2",
        4);
    refused(
        "plan '-' needs 1 rank, pool has 4;"
            + " legal: parallel divisors whose product is 4, e.g. pm4",
        PRODUCT,
        "-",
        4);
    refused(
        "plan 'pm2' needs 2 ranks, pool has 1;"
            + " legal: parallel divisors whose product is 1, e.g. -",
        PRODUCT,
        "pm2",
        1);
  }

  @Test
  void splitSumNeedsACollective() {
    refused(
        "plan 'pk2' splits the sum and needs a collective after ';', e.g. pk2;ring; legal: "
            + JOINS,
        PRODUCT,
        "pk2",
        2);
  }

  @Test
  void collectiveNeedsASplitSum() {
    refused(
        "plan 'pm2;ring' does not split the sum over ranks, so that 'ring' has nothing to join;"
            + " legal: pm2",
        PRODUCT,
        "pm2;ring",
        2);
  }

  @Test
  void productNeedsSplitsBeforeACollective() {
    refused(
        "plan 'ring' does not say how to cut a product; legal: splits, e.g. pm2 or pk2;ring, or -, or "
            + Partitioners.names(),
        PRODUCT,
        "ring",
        2);
  }

  @Test
  void unknownCollectiveIsAnsweredWithTheKnown() {
    refused("unknown collective 'rnig'; legal: " + NAMES, PRODUCT, "pk2;rnig", 2);
    refused("unknown collective 'rnig'; legal: " + NAMES, ALL_REDUCE, "rnig", 2);
  }

  @Test
  void anAlgorithmForAnotherKindIsAnsweredWithThoseForThis() {
    refused("'pairwise' does no allreduce; legal: " + OF_ALL_REDUCE, ALL_REDUCE, "pairwise", 2);
    refused("'pairwise' does no allreduce; legal: " + OF_ALL_REDUCE, PRODUCT, "pk2;pairwise", 2);
  }

  @Test
  void sharedMemoryJoinsNoProduct() {
    refused(
        "collective 'shared-memory' is for an all-reduce of all ranks, not for the join of a"
            + " product; legal: "
            + JOINS,
        PRODUCT,
        "pk2;shared-memory",
        2);
  }

  @Test
  void allReduceTakesACollectiveAlone() {
    refused(
        "plan 'pm2;ring' does not fit allreduce, which takes a collective alone; legal: "
            + OF_ALL_REDUCE,
        ALL_REDUCE,
        "pm2;ring",
        2);
    refused(
        "plan '-' does not fit allreduce, which takes a collective alone; legal: " + OF_ALL_REDUCE,
        ALL_REDUCE,
        "-",
        1);
  }

  @Test
  void tooManyTilesAreRefused() {
    refused(
        "plan 'sm2000,sn2000' makes 4000000 tiles; legal: up to 1048576",
        PRODUCT.withShape(4096, 4096, 1),
        "sm2000,sn2000",
        1);
  }

  private static void refused(String message, Problem problem, String plan, int ranks) {
    BadInputException error =
        assertThrows(
            BadInputException.class, () -> PlanRules.require(problem, Plan.parse(plan), ranks));
    assertEquals(message, error.getMessage());
  }
}
