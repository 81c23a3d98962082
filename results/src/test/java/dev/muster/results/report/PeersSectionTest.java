package dev.muster.results.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.results.Counters;
import dev.muster.results.References;
import dev.muster.results.RepeatLine;
import dev.muster.results.Result;
import dev.muster.results.Samples;
import dev.muster.results.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class PeersSectionTest {
  private static final double FLOPS = 1e9;
  private static final RepeatLine PEAK = RepeatLine.parse("fma:f32:16 | - | cpu:1 | vector");

  private static String line(String shape, String kernel) {
    return "matmul:f32:" + shape + " | - | cpu:1 | " + kernel;
  }

  private static Result.Builder of(String shape, String kernel) {
    return Samples.of("peers", line(shape, kernel))
        .counter(Counters.FLOPS, FLOPS)
        .counter(Counters.RANKS, 1)
        .reference(References.FMA_PEAK, PEAK);
  }

  private static List<List<Double>> forks(double... millis) {
    return DoubleStream.of(millis).mapToObj(each -> List.of(each * 1e-3)).toList();
  }

  private static Result peer(String shape, String kernel, double... millis) {
    return of(shape, kernel).measured(forks(millis));
  }

  private static Result.Builder ours(String shape) {
    Result.Builder builder = of(shape, "vector");
    for (String peer : List.of("openblas", "openblas:best", "mkl")) {
      builder.reference(References.peer(peer), RepeatLine.parse(line(shape, peer)));
    }
    return builder;
  }

  private static Result ours(String shape, double... millis) {
    return ours(shape).measured(forks(millis));
  }

  private static Result peak(String shape, double gflops) {
    return Samples.of("peers", PEAK.toString())
        .settings(Result.settingsBeside("forks=2", shape))
        .counter(Counters.FLOPS, FLOPS)
        .counter(Counters.RANKS, 1)
        .measured(forks(FLOPS / gflops * 1e-6));
  }

  private static final List<Result> RUN =
      List.of(
          peak("64x64x64", 250),
          peer("64x64x64", "openblas", 20, 20, 20),
          peer("64x64x64", "openblas:best", 10, 10, 10),
          of("64x64x64", "mkl").unsupported("no library 'mkl_rt': install intel-mkl"),
          ours("64x64x64", 8, 8, 8),
          peak("35x700x2048:trans=TN", 200),
          peer("35x700x2048:trans=TN", "openblas", 9, 9, 9),
          peer("35x700x2048:trans=TN", "openblas:best", 10, 10, 14),
          ours("35x700x2048:trans=TN", 10, 10, 10));

  private static String shown(String format, List<Result> results) {
    StringBuilder out = new StringBuilder();
    TableFormat.parse(format).report(out, new StringBuilder()).addAll(results);
    return out.toString();
  }

  private static List<String> closing(List<Result> results) {
    return shown("table", results).lines().skip(3 + results.size()).toList();
  }

  @Test
  void theTableClosesWithTheMeanTheWorstAndTheSlowForks() throws IOException {
    try (InputStream in = PeersSectionTest.class.getResourceAsStream("peers.txt")) {
      assertEquals(new String(in.readAllBytes(), StandardCharsets.UTF_8), shown("table", RUN));
    }
  }

  @Test
  void theBestPeerIsTheFastestOfThoseThatWereTimedAtThatShape() {
    List<Result> results =
        List.of(
            of("8x8x8", "openblas").wrong(new Verdict(9, 1, "worst at C[0,1]")),
            peer("8x8x8", "openblas:best", 3, 3),
            peer("8x8x8", "mkl", 2, 2),
            ours("8x8x8", 1, 1));
    assertEquals("geomean 2.00 [2.00, 2.00], worst 2.00 at 8x8x8", closing(results).getFirst());
  }

  @Test
  void withoutAPeerOrWithoutUsThereIsNoRatioAndNoLine() {
    assertEquals(List.of(), closing(List.of(ours("8x8x8", 1, 1))));
    assertEquals(
        List.of(),
        closing(List.of(peer("8x8x8", "mkl", 2, 2), ours("8x8x8").failed("exit code 134"))));
  }

  @Test
  void aModelledPeerIsNoPeer() {
    Result modelled = of("8x8x8", "mkl").provenance("extrapolated").measured(forks(2));
    assertFalse(shown("table", List.of(modelled, ours("8x8x8", 1))).contains("geomean"));
  }

  @Test
  void aSmallRatioKeepsItsDigits() {
    List<Result> results = List.of(peer("8x8x8", "mkl", 1), ours("8x8x8", 400));
    assertEquals(
        "geomean 0.002500 [0.002500, 0.002500], worst 0.002500 at 8x8x8",
        closing(results).getFirst());
  }

  @Test
  void aLargeRatioHasNoMoreDigitsThanItNeeds() {
    List<Result> results = List.of(peer("8x8x8", "mkl", 400), ours("8x8x8", 1));
    assertEquals("geomean 400.0 [400.0, 400.0], worst 400.0 at 8x8x8", closing(results).getFirst());
  }

  @Test
  void slowForksAreCountedOverAllShapes() {
    List<Result> results =
        List.of(
            peer("8x8x8", "mkl", 1, 1, 1, 2),
            ours("8x8x8", 1, 1, 1, 1),
            peer("9x9x9", "mkl", 1, 1, 1, 1),
            ours("9x9x9", 1, 1, 1.5, 1.5));
    assertEquals(
        "slow forks: ours 25.0 % (2 of 8), theirs 12.5 % (1 of 8)", closing(results).getLast());
  }

  @Test
  void scriptsGetTheRatioInTheirRowsAndPeopleTheClosingLineAsANote() {
    for (String format : List.of("json", "csv")) {
      StringBuilder out = new StringBuilder();
      StringBuilder notes = new StringBuilder();
      TableFormat.parse(format).report(out, notes).addAll(RUN);
      assertFalse(out.toString().contains("geomean"), format);
      assertTrue(notes.toString().startsWith("geomean 1.06 ["), notes.toString());
      assertTrue(notes.toString().endsWith("(0 of 6)\n"), notes.toString());
    }
    assertTrue(shown("csv", RUN).contains(",openblas:best,1.25,1.25,1.25\n"), shown("csv", RUN));
  }

  @Test
  void markdownEndsItsTableBeforeTheLine() {
    assertTrue(shown("markdown", RUN).contains(" |\n\ngeomean 1.06 "), shown("markdown", RUN));
  }

  @Test
  void moreThanThePeakIsMarked() {
    assertTrue(
        shown("table", List.of(peak("8x8x8", 250), ours("8x8x8", 3.8))).contains("  105.3!  "));
  }

  @Test
  void aCeilingIsThatOfItsShape() {
    String table = shown("table", RUN);
    assertTrue(table.contains("125.0      50.00"), table);
    assertTrue(table.contains("100.0      50.00"), table);
  }
}
