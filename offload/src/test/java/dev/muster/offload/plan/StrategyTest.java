package dev.muster.offload.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.tensor.DType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StrategyTest {
  private static final int CASES = 500;
  private static final int EXTENT_MAX = 40;
  private static final int RANKS_MAX = 64;

  /** A strategy, a product and as many ranks; primes and more ranks than rows among them. */
  record Case(Partitioner partitioner, MatMul product, int ranks) {
    Optional<Plan> plan() {
      return partitioner.splits(product, ranks).isPresent()
          ? Optional.of(new Strategy(partitioner, Optional.empty()).plan(product, ranks))
          : Optional.empty();
    }
  }

  static Stream<Case> cases() {
    SplittableRandom random = new SplittableRandom(41);
    return Stream.generate(
            () ->
                new MatMul(
                    DType.F32,
                    random.nextInt(1, EXTENT_MAX),
                    random.nextInt(1, EXTENT_MAX),
                    random.nextInt(1, EXTENT_MAX)))
        .limit(CASES)
        .flatMap(
            product -> {
              int ranks = random.nextInt(2, RANKS_MAX);
              return Partitioners.all().stream()
                  .map(partitioner -> new Case(partitioner, product, ranks));
            });
  }

  @Test
  void aHundredThousandRanksAreRefusedAtOnce() {
    MatMul product = new MatMul(DType.F32, 1_000_003, 1_000_003, 1_000_003);
    for (Partitioner partitioner : Partitioners.all()) {
      Strategy strategy = new Strategy(partitioner, Optional.empty());
      String message =
          assertTimeout(
              Duration.ofSeconds(5),
              () ->
                  assertThrows(BadInputException.class, () -> strategy.plan(product, 100_003))
                      .getMessage());
      assertTrue(message.contains("legal: up to " + Strategy.RANKS_MAX), message);
    }
  }

  @Test
  void aRefusalOfManyRanksNamesFewerThatWork() {
    MatMul product = new MatMul(DType.F32, 40, 40, 40);
    for (Partitioner partitioner : Partitioners.all()) {
      Strategy strategy = new Strategy(partitioner, Optional.empty());
      if (strategy.find(product, 65_521).isEmpty()) {
        String message =
            assertTimeout(
                Duration.ofSeconds(5),
                () ->
                    assertThrows(BadInputException.class, () -> strategy.plan(product, 65_521))
                        .getMessage());
        assertTrue(message.contains(" ranks"), message);
      }
    }
  }

  @Test
  void sumsOfHalvesAreNeverSplit() {
    MatMul product = new MatMul(DType.F16, 8, 8, 4096);
    assertTrue(Strategy.parse("k-split").orElseThrow().find(product, 4).isEmpty());
    String message =
        assertThrows(
                BadInputException.class,
                () -> Strategy.parse("k-split").orElseThrow().plan(product, 4))
            .getMessage();
    assertTrue(message.contains("row") && !message.contains("or k-split"), message);
  }

  @ParameterizedTest
  @MethodSource("dev.muster.offload.plan.Partitioners#all")
  void everyMultiplyAddIsDoneOnceAndEachRankHasSome(Partitioner partitioner) {
    long planned = 0;
    for (Case each : cases().filter(c -> c.partitioner().equals(partitioner)).toList()) {
      Optional<Plan> plan = each.plan();
      plan.ifPresent(it -> requireCover(Tiling.of(each.product(), it, each.ranks())));
      planned += plan.isPresent() ? 1 : 0;
    }
    assertTrue(planned > CASES / 8, planned + " plans");
  }

  private static void requireCover(Tiling tiling) {
    MatMul product = tiling.problem();
    int[] done = new int[product.m() * product.n() * product.k()];
    for (RankShare share : tiling.shares()) {
      assertFalse(share.tiles().isEmpty());
      for (Tile tile : share.tiles()) {
        assertTrue(tile.product(product).flops() > 0);
        for (int m = tile.m().start(); m < tile.m().end(); m++) {
          for (int n = tile.n().start(); n < tile.n().end(); n++) {
            for (int k = tile.k().start(); k < tile.k().end(); k++) {
              done[(m * product.n() + n) * product.k() + k]++;
            }
          }
        }
      }
    }
    assertTrue(Arrays.stream(done).allMatch(times -> times == 1), product.text());
  }

  @ParameterizedTest
  @MethodSource("dev.muster.offload.plan.Partitioners#all")
  void plansRoundTripAsText(Partitioner partitioner) {
    cases()
        .filter(c -> c.partitioner().equals(partitioner))
        .flatMap(c -> c.plan().stream())
        .forEach(plan -> assertEquals(plan, Plan.parse(plan.toString())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "row       | 4096x4096x4096 | 4    | pm4",
        "column    | 4096x4096x4096 | 4    | pn4",
        "k-split   | 4096x4096x4096 | 4    | pk4;two-shot",
        "k-split   | 4096x4096x4096 | 16   | pk16;rabenseifner",
        "grid      | 4096x4096x4096 | 4    | pm2,pn2",
        "grid      | 64x4096x4096   | 4    | pn4",
        "2.5d      | 4096x4096x4096 | 8    | pm2,pn2,pk2;two-shot",
        "recursive | 4096x4096x4096 | 2    | pm2",
        "recursive | 4096x4096x4096 | 8    | pm2,pn2,pk2;two-shot",
        "recursive | 512x512x65536  | 16   | pk16;rabenseifner",
        "recursive | 4096x4096x4096 | 6    | pm3,pn2",
        "recursive | 1x8192x8192    | 1    | -",
      })
  void eachDoesAsItsPaperSays(String strategy, String shape, int ranks, String plan) {
    assertEquals(
        plan, Strategy.parse(strategy).orElseThrow().plan(product(shape), ranks).toString());
  }

  private static MatMul product(String shape) {
    return (MatMul) Problems.parse("matmul:f32:" + shape);
  }

  @Test
  void aCollectiveBehindTheNameJoinsWhatIsSplit() {
    Strategy strategy = Strategy.parse("k-split;ring").orElseThrow();
    assertEquals("pk4;ring", strategy.plan(product("64x64x64"), 4).toString());
    assertEquals(
        "pm4", Strategy.parse("row;ring").orElseThrow().plan(product("64x64x64"), 4).toString());
  }

  @ParameterizedTest
  @CsvSource(value = {"pm2", "ring", "-", "recursive;", "recursiv", "recursive;ring;ring", ";ring"})
  void otherTextsNameNoStrategy(String text) {
    assertTrue(Strategy.parse(text).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "row       | 3x64x64 | 5  | strategy 'row' has no plan of 3x64x64 for 5 ranks; legal:"
            + " 3 ranks or column or grid or k-split or recursive",
        "recursive | 10x10x10 | 37 | strategy 'recursive' has no plan of 10x10x10 for 37 ranks;"
            + " legal: 36 ranks",
        "2.5d      | 64x64x64 | 2  | strategy '2.5d' has no plan of 64x64x64 for 2 ranks; legal:"
            + " column or grid or k-split or recursive or row",
        "k-split;rnig | 64x64x64 | 2 | unknown collective 'rnig'; legal: ",
      })
  void whereThereIsNoPlanOneLineSaysWhatWouldWork(
      String strategy, String shape, int ranks, String line) {
    Strategy named = Strategy.parse(strategy).orElseThrow();
    String message =
        assertThrows(BadInputException.class, () -> named.plan(product(shape), ranks)).getMessage();
    assertTrue(message.startsWith(line), message);
  }

  @Test
  void onlyProductsAreCut() {
    Strategy strategy = Strategy.parse("recursive").orElseThrow();
    assertThrows(
        BadInputException.class, () -> strategy.plan(Problems.parse("allreduce:f32:sum:1MiB"), 2));
  }

  @Test
  void aThousandRanksArePlannedInNoTime() {
    List<Strategy> strategies =
        Partitioners.all().stream().map(each -> new Strategy(each, Optional.empty())).toList();
    MatMul product = product("16384x16384x16384");
    strategies.forEach(each -> Tiling.of(product, each.plan(product, 1024), 1024));
    assertTimeout(
        Duration.ofMillis(50L * strategies.size()),
        () -> strategies.forEach(each -> Tiling.of(product, each.plan(product, 1024), 1024)));
  }
}
