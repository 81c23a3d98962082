package dev.muster.suites.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.results.Result;
import dev.muster.suites.RunLine;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a machine that multiplies 1 GFLOP/s, and sends 1 GB/s after 10 µs. */
class ForecastTest {
  private static final List<Result> STORED =
      List.of(
          stored("matmul:f32:100x100x100 | - | cpu:1 | vector", 2e-3),
          stored("matmul:f32:200x100x100 | pm1 | cpu:1 | vector", 4e-3),
          stored("matmul:f32:200x100x100 | pm1 | cpu:1 | scalar", 4),
          stored("matmul:f64:200x100x100 | pm1 | cpu:1 | vector", 8e-3),
          // Two ranks send half of it in each of two rounds.
          stored("allreduce:f32:sum:4000B | ring | cpu:2 | vector", 2 * (10e-6 + 2e-6)),
          stored("allreduce:f32:sum:400000B | ring | cpu:2 | vector", 2 * (10e-6 + 200e-6)),
          stored("allreduce:f32:sum:400000B | library | mpi:2 | vector", 1),
          // 0.5 ms of messages, and computing that takes twice as long as alone.
          stored("matmul:f32:100x100x100 | pk2;ring | cpu:2 | vector", 2 * (1e-3 + 60e-6)),
          // On two cores, and of a size at which nothing but starting counts.
          stored("matmul:f32:400x100x100 | pm4 | cpu:4 | vector", 4e-3),
          stored("matmul:f32:10x10x10 | pm2 | cpu:2 | vector", 1e-3));

  private static Result stored(String line, double seconds) {
    return Result.of("any", RunLine.parse(line).repeatLine(), Environments.any())
        .startedAt(Instant.EPOCH)
        .measured(List.of(List.of(seconds)));
  }

  private static List<Forecast.Part> parts(String text) {
    RunLine line = RunLine.parse(text);
    return new Forecast(STORED).parts(line, PoolSize.of(line.pool()));
  }

  private static void assertMillis(double millis, OptionalDouble seconds) {
    assertEquals(millis, seconds.orElseThrow() * 1e3, 1e-9 * millis);
  }

  @Test
  void productsTakeTheTimeOfTheirFlopsOnOneDevice() {
    assertMillis(3, parts("matmul:f32:300x100x100 | pm2 | cpu:2 | vector").getFirst().seconds());
    assertMillis(8, parts("matmul:f32:800x100x100 | pm2 | cpu:2 | vector").getFirst().seconds());
    assertMillis(2, parts("matmul:f32:200x100x100 | pm2 | mpi:2 | vector").getFirst().seconds());
  }

  @Test
  void joinsTakeTheTimeOfTheirRoundsAndBytes() {
    List<Forecast.Part> parts = parts("matmul:f32:100x100x400 | pk4;ring | cpu:4 | vector");
    assertEquals("6 rounds of messages", parts.get(1).what());
    assertMillis(6 * (10e-3 + 10e-3), parts.get(1).seconds());
    assertMillis(2 + 0.12, parts.get(2).seconds());
  }

  @Test
  void collectivesAreMessagesAlone() {
    List<Forecast.Part> parts = parts("allreduce:f32:sum:4000000B | ring | cpu:8 | vector");
    assertEquals(2, parts.size());
    assertMillis(14 * (10e-3 + 0.5), parts.getFirst().seconds());
  }

  @Test
  void layersAreTwoProductsAndAJoin() {
    List<Forecast.Part> parts = parts("mlp:f32:100x100x200 | pk2;ring | cpu:2 | vector");
    assertMillis(4, parts.getFirst().seconds());
    assertMillis(4 + 2 * (10e-3 + 20e-3), parts.getLast().seconds());
  }

  @Test
  void itSaysHowFarStoredPlansWereFromIt() {
    String from = parts("matmul:f32:300x100x100 | pm2 | cpu:2 | vector").getLast().from();
    assertTrue(from.startsWith("1 stored plan on cpu took 2.0"), from);
  }

  @Test
  void plansOfMoreRanksThanCoresOrOfOtherSizesSayNothingOfIt() {
    String from = parts("matmul:f32:3000x100x100 | pm2 | cpu:2 | vector").getLast().from();
    assertEquals("no stored plan of such a size on cpu to judge it by", from);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "matmul:f16:300x100x100 | pm2 | cpu:2 | vector; no stored product of f16 on cpu:1 by vector",
        "matmul:f32:300x100x100 | pm2 | cpu:2 | blis; no stored product of f32 on cpu:1 by blis",
        "matmul:f32:300x100x100 | pm2 | opencl:9/2 | opencl; no stored product of f32 on opencl:9/2.0",
      })
  void whatNothingTellsIsNotPredicted(String line, String why) {
    List<Forecast.Part> parts = parts(line);
    assertEquals(OptionalDouble.empty(), parts.getFirst().seconds());
    assertTrue(parts.getFirst().from().startsWith(why), parts.getFirst().from());
    assertEquals(OptionalDouble.empty(), parts.getLast().seconds());
  }

  @Test
  void messagesOfOtherPoolsTellNothing() {
    List<Forecast.Part> parts = parts("allreduce:f32:sum:4000000B | ring | mpi:8 | vector");
    assertEquals(
        List.of(
            "no stored collectives of two sizes on mpi",
            "no stored plan of such a size on mpi to judge it by"),
        parts.stream().map(Forecast.Part::from).toList());
  }
}
