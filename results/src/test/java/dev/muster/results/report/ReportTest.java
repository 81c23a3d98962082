package dev.muster.results.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.results.References;
import dev.muster.results.RepeatLine;
import dev.muster.results.Result;
import dev.muster.results.ResultJson;
import dev.muster.results.Samples;
import dev.muster.results.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final List<Result> RUN =
      List.of(
          Samples.fmaPeak("cpu:1", 250),
          Samples.matmul("scalar", 0.5),
          Samples.matmul("vector", 0.01),
          Samples.of("matmul", "matmul:f32:1024x1024x1024 | - | opencl:0 | opencl")
              .unsupported("no OpenCL platform: install pocl-opencl-icd"),
          Samples.of("matmul", "matmul:f32:1024x1024x1024 | - | cpu:1 | vector:512")
              .wrong(new Verdict(9, 1, "worst at C[0,1]: expected 1, got 2, bound 0")),
          Samples.allReduce(0.01),
          Samples.pool("pm2", 0.00625),
          Samples.pool("pk2;ring", 0.008));

  private static String golden(String name) throws IOException {
    try (InputStream in = ReportTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String shown(String format, List<Result> results) {
    StringBuilder out = new StringBuilder();
    TableFormat.parse(format).report(out, new StringBuilder()).addAll(results);
    return out.toString();
  }

  @Test
  void tableShowsEverySectionAndTheClosingTable() throws IOException {
    assertEquals(golden("report.txt"), shown("table", RUN));
  }

  @Test
  void markdownShowsTheSameRows() {
    String markdown = shown("markdown", RUN);
    assertTrue(
        markdown.contains(
            "| 1024x1024x1024 | f32 | cpu:1 | vector | 10.00 | 214.7 | 85.90 | - | correct |"
                + " matmul:f32:1024x1024x1024 \\| - \\| cpu:1 \\| vector |\n"),
        markdown);
    assertTrue(
        markdown.contains(
            "| opencl:0 | opencl | [unsupported] no OpenCL platform: install pocl-opencl-icd |"),
        markdown);
  }

  @Test
  void jsonRowsAreTheStoredRecordsAndNothingElse() {
    assertEquals(
        RUN.stream().map(ResultJson::write).collect(Collectors.joining("\n", "", "\n")),
        shown("json", RUN));
  }

  @Test
  void csvHasOneHeaderForAllSections() throws IOException {
    assertEquals(golden("report.csv"), shown("csv", RUN));
  }

  @Test
  void storedRunIsShownSectionBySectionWhateverItsOrder() {
    String table = shown("table", RUN.reversed());
    List<String> titles = table.lines().filter(line -> line.endsWith("(measured)")).toList();
    assertEquals(
        List.of(
            "Ceilings (measured)",
            "Matmul on one device (measured)",
            "Collectives (measured)",
            "One matmul over a pool (measured)",
            "In short (measured)"),
        titles);
  }

  @Test
  void modelledNumberIsNeverSetAgainstAMeasuredOne() {
    Result modelled =
        Samples.of("pool", "matmul:f32:1024x1024x1024 | pm2 | model:twins | -")
            .provenance("extrapolated")
            .counter("ranks", 2)
            .reference(
                References.ONE_DEVICE,
                RepeatLine.parse("matmul:f32:1024x1024x1024 | - | cpu:1 | vector"))
            .measured(Samples.seconds(0.001));
    String table =
        shown(
            "table", List.of(Samples.matmul("vector", 0.01), Samples.pool("pm2", 0.006), modelled));
    assertTrue(table.contains("One matmul over a pool (measured)"), table);
    assertTrue(table.contains("One matmul over a pool (extrapolated)"), table);
    assertTrue(table.contains("incomparable"), table);
  }

  @Test
  void poolIsComparedWithTheOneDeviceOfItsOwnSection() {
    StringBuilder out = new StringBuilder();
    Report report = TableFormat.parse("csv").report(out, new StringBuilder());
    report.add(
        Samples.of("pool", "matmul:f32:1024x1024x1024 | - | cpu:1 | vector")
            .measured(Samples.seconds(0.02)));
    report.add(Samples.matmul("vector", 0.1));
    report.add(Samples.pool("pm2", 0.01));
    assertTrue(out.toString().endsWith(",2.0,100.0,12.5,,,,\n"), out.toString());
  }

  @Test
  void sectionThatNobodyRegisteredIsShownAllTheSame() {
    Result result =
        Samples.of("novel", "sort:f32:1MiB | - | cpu:1 | radix").measured(Samples.seconds(2e-6));
    assertTrue(shown("table", List.of(result)).contains("sort:f32:1MiB | - | cpu:1 | radix"));
  }

  @Test
  void forksOfTwoSpeedsAreFlagged() {
    Result result =
        Samples.of("ceiling", "fma:f32:16 | - | cpu:1 | vector")
            .measured(List.of(List.of(1.0), List.of(2.0)));
    assertTrue(shown("table", List.of(result)).contains("2 speeds"));
  }
}
