package dev.muster.offload.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import java.time.Duration;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilingTest {
  private static final double BETA = 0.5;

  static Stream<RandomProduct> products() {
    return RandomProduct.stream(31, 400);
  }

  @ParameterizedTest
  @MethodSource("products")
  void everyMultiplyAddIsDoneOnce(RandomProduct product) {
    MatMul problem = product.problem();
    int[][][] done = new int[problem.m()][problem.n()][problem.k()];
    for (Tile tile : allTiles(tiling(product))) {
      for (int m = tile.m().start(); m < tile.m().end(); m++) {
        for (int n = tile.n().start(); n < tile.n().end(); n++) {
          for (int k = tile.k().start(); k < tile.k().end(); k++) {
            done[m][n][k]++;
          }
        }
      }
    }
    assertTrue(
        Stream.of(done).flatMap(Stream::of).flatMapToInt(IntStream::of).allMatch(n -> n == 1));
  }

  @ParameterizedTest
  @MethodSource("products")
  void tilesDifferByAtMostOneInEachDimension(RandomProduct product) {
    Tiling tiling = tiling(product);
    requireBalanced(tiling, Tile::m);
    requireBalanced(tiling, Tile::n);
    requireBalanced(tiling, Tile::k);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pm3:1",
        "sn1:9,pm2",
        "pm5:2:1,pk1:3;ring",
        "pk7:1;two-shot",
        "pm1:1,pn1:100,sk2:3"
      })
  void partsWithWeightsCoverTheProductAsWell(String text) {
    Plan plan = Plan.parse(text);
    everyMultiplyAddIsDoneOnce(new RandomProduct(new MatMul(DType.F64, 13, 11, 17), plan));
  }

  private static void requireBalanced(Tiling tiling, Function<Tile, Range> range) {
    IntSummaryStatistics counts =
        allTiles(tiling).stream().mapToInt(tile -> range.apply(tile).count()).summaryStatistics();
    assertTrue(counts.getMax() - counts.getMin() <= 1, counts::toString);
  }

  @ParameterizedTest
  @MethodSource("products")
  void everyRankDoesTheSameNumberOfTiles(RandomProduct product) {
    Tiling tiling = tiling(product);
    long each = product.plan().tiles() / product.plan().ranks();
    assertEquals(product.ranks(), tiling.ranks());
    for (RankShare share : tiling.shares()) {
      assertEquals(each, share.tiles().size());
    }
  }

  @ParameterizedTest
  @MethodSource("products")
  void oldValuesOfCAreCountedOnce(RandomProduct product) {
    MatMul problem = product.problem().withBeta(BETA);
    Tiling tiling = Tiling.of(problem, product.plan(), product.ranks());
    int[][] starts = new int[problem.m()][problem.n()];
    for (int rank = 0; rank < tiling.ranks(); rank++) {
      RankShare share = tiling.share(rank);
      Map<Integer, Double> firsts = new HashMap<>();
      for (Tile tile : share.tiles()) {
        boolean first = firsts.putIfAbsent(tile.output(), tile.beta()) == null;
        assertTrue(first || tile.beta() == 1, tile::toString);
        if (first && tile.beta() != 0) {
          assertEquals(rank, share.outputs().get(tile.output()).leader());
          assertEquals(BETA, tile.beta());
          assertEquals(0, tile.k().start());
          count(tile, starts);
        }
      }
    }
    assertTrue(Stream.of(starts).flatMapToInt(IntStream::of).allMatch(n -> n == 1));
  }

  private static void count(Tile tile, int[][] starts) {
    for (int m = tile.m().start(); m < tile.m().end(); m++) {
      for (int n = tile.n().start(); n < tile.n().end(); n++) {
        starts[m][n]++;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("products")
  void membersOfAGroupAgreeOnIt(RandomProduct product) {
    Tiling tiling = tiling(product);
    for (int rank = 0; rank < tiling.ranks(); rank++) {
      for (Output output : tiling.share(rank).outputs()) {
        assertTrue(output.group().contains(rank), output::toString);
        assertEquals(output.group().stream().sorted().toList(), output.group());
        for (int member : output.group()) {
          assertTrue(tiling.share(member).outputs().contains(output), output::toString);
        }
      }
    }
  }

  @Test
  void oneDeviceDoesAll() {
    Range m = new Range(0, 4);
    Range n = new Range(0, 6);
    assertEquals(
        List.of(
            new RankShare(
                List.of(new Tile(m, n, new Range(0, 8), 0, BETA)),
                List.of(new Output(m, n, List.of(0))))),
        tiling("-").shares());
  }

  @Test
  void firstSplitDecidesTheMostSignificantDigitOfTheRank() {
    Tiling tiling = tiling("pm2,pn3");
    assertEquals(new Range(0, 2), tiling.share(2).tiles().getFirst().m());
    assertEquals(new Range(4, 2), tiling.share(2).tiles().getFirst().n());
    assertEquals(new Range(2, 2), tiling.share(3).tiles().getFirst().m());
    assertEquals(new Range(0, 2), tiling.share(3).tiles().getFirst().n());
  }

  @Test
  void sequentialThenParallelGivesARankSeparateRows() {
    Tiling tiling = tiling("sm2,pm2");
    assertEquals(
        List.of(new Range(0, 1), new Range(2, 1)),
        tiling.share(0).outputs().stream().map(Output::m).toList());
    assertEquals(
        List.of(new Range(1, 1), new Range(3, 1)),
        tiling.share(1).outputs().stream().map(Output::m).toList());
  }

  @Test
  void parallelThenSequentialGivesARankNeighbouringRows() {
    assertEquals(
        List.of(new Range(2, 1), new Range(3, 1)),
        tiling("pm2,sm2").share(1).outputs().stream().map(Output::m).toList());
  }

  @Test
  void sequentialSumAddsToTheSameOutput() {
    Tiling tiling = tiling("sk2,sm2");
    assertEquals(List.of(0, 1, 0, 1), tiling.share(0).tiles().stream().map(Tile::output).toList());
    assertEquals(
        List.of(BETA, BETA, 1.0, 1.0), tiling.share(0).tiles().stream().map(Tile::beta).toList());
  }

  @Test
  void parallelSumHasAGroupWhoseFirstRankReadsC() {
    Tiling tiling = tiling("pk2,pm2,sk2;ring");
    assertEquals(List.of(1, 3), tiling.share(3).outputs().getFirst().group());
    assertEquals(List.of(BETA, 1.0), betas(tiling, 1));
    assertEquals(List.of(0.0, 1.0), betas(tiling, 3));
  }

  private static List<Double> betas(Tiling tiling, int rank) {
    return tiling.share(rank).tiles().stream().map(Tile::beta).toList();
  }

  @Test
  void tileIsAProblemOfItsOwn() {
    MatMul problem = new MatMul(DType.F64, 4, 6, 8).withBeta(BETA);
    Tile tile = new Tile(new Range(0, 4), new Range(3, 3), new Range(4, 4), 0, 1);
    assertEquals(new MatMul(DType.F64, 4, 3, 4).withBeta(1), tile.product(problem));
  }

  @Test
  void aThousandRanksArePlannedAtOnce() {
    MatMul problem = new MatMul(DType.F32, 65_536, 65_536, 65_536);
    Plan plan = Plan.parse("pm16,pn16,pk4,sm2,sn2;ring");
    ProductSchedule schedule =
        assertTimeout(Duration.ofSeconds(2), () -> ProductSchedule.of(problem, plan, 1_024));
    assertEquals(1_024, schedule.schedule().ranks());
  }

  private static Tiling tiling(String plan) {
    Plan parsed = Plan.parse(plan);
    MatMul problem = new MatMul(DType.F64, 4, 6, 8).withBeta(BETA);
    return Tiling.of(problem, parsed, Math.toIntExact(parsed.ranks()));
  }

  private static Tiling tiling(RandomProduct product) {
    return Tiling.of(product.problem(), product.plan(), product.ranks());
  }

  private static List<Tile> allTiles(Tiling tiling) {
    return tiling.shares().stream().flatMap(share -> share.tiles().stream()).toList();
  }
}
