package dev.muster.offload.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.Mlp;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.problem.Verdict;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.collective.ScheduleFacts;
import dev.muster.offload.plan.MlpSchedule;
import dev.muster.offload.plan.Plan;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MlpPlacementTest {
  private static final int SEED = 42;

  private static Mlp layer(DType dtype, boolean splitTokens) {
    return new Mlp(dtype, 12, 19, 37, splitTokens, SEED);
  }

  private static Verdict run(Mlp layer, String plan, int ranks, Fill fill, double added) {
    try (Pool pool = new CpuPool(ranks);
        Arena arena = Arena.ofShared()) {
      assertInstanceOf(Support.Yes.class, pool.supports(layer, Plan.parse(plan), "vector"));
      Operands operands = layer.allocate(arena, ranks);
      layer.fill(operands, fill);
      try (BoundPlan bound = pool.bind(layer, Plan.parse(plan), "vector", operands)) {
        bound.load();
        bound.run();
        bound.run();
        bound.store();
      }
      operands.output(0).set(7, 3, operands.output(0).get(7, 3) + added);
      return layer.judge(operands, fill);
    }
  }

  @Test
  void aLayerOfOneTokenIsJudgedAsAny() {
    for (int tokens : new int[] {1, 2, 3}) {
      Mlp layer = new Mlp(DType.F32, tokens, 19, 37, false, SEED);
      try (Arena arena = Arena.ofShared()) {
        Operands operands = layer.allocate(arena, 1);
        layer.fill(operands, Fill.uniform());
        assertEquals(tokens * 19L, layer.judge(operands, Fill.uniform()).checkedCount());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F32", "F64", "F16", "BF16"})
  void ranksTogetherComputeTheLayer(DType dtype) {
    for (boolean split : new boolean[] {false, true}) {
      Mlp layer = layer(dtype, split);
      List<String> plans = new ArrayList<>(List.of("pk1", "pk2;ring", "pk3;two-shot", "pk4;ring"));
      if (!split) {
        plans.add("pk3;rabenseifner");
      }
      for (String plan : plans) {
        int ranks = (int) Plan.parse(plan).ranks();
        for (Fill fill : List.of(layer.exactFill(ranks), Fill.uniform())) {
          Verdict verdict = run(layer, plan, ranks, fill, 0);
          assertTrue(verdict.correct(), () -> layer.text() + " by " + plan + ": " + verdict);
          assertEquals(12 * 19, verdict.checkedCount());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F32", "F16", "BF16"})
  void ofIntegersNoWrongElementEscapes(DType dtype) {
    Mlp layer = layer(dtype, false);
    assertEquals(1, run(layer, "pk2;ring", 2, layer.exactFill(2), 1).wrongCount());
  }

  @ParameterizedTest
  @CsvSource({"F32, 17, true", "BF16, 16, true", "F16, 17, false"})
  void halvesAreJudgedForUpToSixteenRanks(DType dtype, int ranks, boolean judged) {
    try (Pool pool = new CpuPool(ranks)) {
      Support support =
          pool.supports(layer(dtype, false), Plan.parse("pk%d;ring".formatted(ranks)), "vector");
      assertEquals(judged, support instanceof Support.Yes, support.toString());
    }
  }

  @Test
  void theExactTierIsNotMostlyZeros() {
    Mlp layer = new Mlp(DType.BF16, 16, 256, 512, false, SEED);
    try (Arena arena = Arena.ofShared()) {
      Operands operands = layer.allocate(arena, 1);
      layer.fill(operands, layer.exactFill(1));
      try (Pool pool = new CpuPool(1);
          BoundPlan bound = pool.bind(layer, Plan.parse("pk1"), "vector", operands)) {
        bound.load();
        bound.run();
        bound.store();
      }
      int nonZero = 0;
      for (int row = 0; row < 16; row++) {
        for (int col = 0; col < 256; col++) {
          nonZero += operands.output(0).get(row, col) == 0 ? 0 : 1;
        }
      }
      assertTrue(nonZero > 16 * 256 / 2, nonZero + " of " + 16 * 256);
      assertTrue(layer.judge(operands, layer.exactFill(1)).correct());
    }
  }

  @ParameterizedTest
  @CsvSource({"false, ring", "true, ring", "true, two-shot"})
  void bothFormsSendWhatAnAllReduceSends(boolean split, String join) {
    Mlp layer = layer(DType.F32, split);
    MlpSchedule schedule = MlpSchedule.of(layer, Plan.parse("pk4;" + join), 4);
    assertEquals(
        2 * 3 * layer.tokens() * layer.hidden() / 4, ScheduleFacts.sentCount(schedule.schedule()));
  }

  @ParameterizedTest
  @CsvSource({"false, pk1", "false, pk3;rabenseifner", "true, pk2;ring", "true, pk3;two-shot"})
  void theMemoryThatIsForetoldIsWhatIsAllocated(boolean split, String plan) {
    Mlp layer = layer(DType.F32, split);
    int ranks = (int) Plan.parse(plan).ranks();
    MlpSchedule schedule = MlpSchedule.of(layer, Plan.parse(plan), ranks);
    List<CountingDevice> devices = new ArrayList<>();
    try (Arena arena = Arena.ofShared()) {
      for (int rank = 0; rank < ranks; rank++) {
        devices.add(new CountingDevice());
      }
      var _ = new MlpPlacement(schedule, layer.allocate(arena, ranks), List.copyOf(devices));
      for (int rank = 0; rank < ranks; rank++) {
        assertEquals(
            MlpShare.bytes(schedule, rank),
            devices.get(rank).count() * Float.BYTES,
            "rank " + rank);
      }
    } finally {
      devices.forEach(CountingDevice::close);
    }
  }
}
