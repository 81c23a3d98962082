package dev.muster.results.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.results.Counters;
import dev.muster.results.References;
import dev.muster.results.RepeatLine;
import dev.muster.results.Result;
import dev.muster.results.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class DevicesSectionTest {
  private static final String TRIAD = "triad:f32:64MiB";
  private static final String PRODUCT = "matmul:f32:64x64x64";

  private final DevicesSection section = new DevicesSection();
  private final History history = new History();

  private static String line(String problem, String pool, String kernel) {
    return "%s | - | %s | %s".formatted(problem, pool, kernel);
  }

  private Result measured(
      String problem, String pool, String kernel, String first, double flops, double bytes) {
    Result.Builder builder =
        Samples.of("devices", line(problem, pool, kernel))
            .counter(Counters.FLOPS, flops)
            .counter(Counters.BYTES, bytes);
    if (!first.isEmpty()) {
      builder.reference(References.FIRST_DEVICE, RepeatLine.parse(first));
    }
    Result result = builder.measured(List.of(List.of(1e-3), List.of(1e-3)));
    history.add(result);
    return result;
  }

  private Cell ratio(Result result) {
    return section.figures().stream()
        .filter(field -> field.column().heading().equals("ratio"))
        .findFirst()
        .orElseThrow()
        .cell()
        .apply(new Entry(result, history));
  }

  @Test
  void theFirstDeviceHasNoRatio() {
    assertInstanceOf(
        Cell.Missing.class, ratio(measured(PRODUCT, "opencl:0", "opencl", "", 1e9, 1e6)));
  }

  /** Both cores run a ceiling, each on vectors of its own: twice the bytes in the same time. */
  @Test
  void theRatioIsThatOfRatesNotOfTimes() {
    var _ = measured(TRIAD, "opencl:0", "opencl", "", 1e6, 1e6);
    Result cores = measured(TRIAD, "cpu:2", "vector", line(TRIAD, "opencl:0", "opencl"), 2e6, 2e6);
    assertEquals("2.000", ratio(cores).text());
  }

  @Test
  void powerIsSaidWhereItCouldBeRead() {
    Result without = measured(PRODUCT, "opencl:0", "opencl", "", 1e9, 1e6);
    Result with =
        Samples.of("devices", line(PRODUCT, "cpu:2", "vector"))
            .counter(Counters.FLOPS, 1e9)
            .counter(Counters.WATTS, 250)
            .ran(Counters.POWER_OF, "the board at 0000:17:00.0")
            .measured(List.of(List.of(1e-3), List.of(1e-3)));
    assertEquals(
        List.of(
            "energy: 4.000 GFLOP/s per watt at 250.0 W of the board at 0000:17:00.0, %s | - | cpu:2"
                .formatted(PRODUCT)),
        section.closing(List.of(new Entry(without, history), new Entry(with, history))));
  }

  @Test
  void eachProblemHasATableWithItsCeilings() {
    Result ceiling =
        Samples.of("devices", line("fma:f32:8", "cpu:1", "vector"))
            .settings(Result.settingsBeside("forks=1", PRODUCT))
            .measured(List.of(List.of(1e-3)));
    assertEquals(PRODUCT, section.part(ceiling));
    assertEquals(TRIAD, section.part(measured(TRIAD, "opencl:0", "opencl", "", 1e6, 1e6)));
  }

  /** The first row of each table is what the others are compared with. */
  @Test
  void whatEachDeviceDidOverAllProblemsComesLast() {
    StringBuilder out = new StringBuilder();
    Report report = TableFormat.parse("table").report(out, out);
    for (String problem : List.of(PRODUCT, "matmul:f32:32x32x32")) {
      report.add(measured(problem, "opencl:0", "opencl", "", 1e9, 1e6));
      String first = line(problem, "opencl:0", "opencl");
      report.add(measured(problem, "cpu:2", "vector", first, 1e9, 1e6));
    }
    report.conclude();
    List<String> titles =
        out.toString().lines().filter(line -> line.startsWith("Devices beside")).toList();
    assertEquals(
        List.of(
            "Devices beside each other: %s (measured)".formatted(PRODUCT),
            "Devices beside each other: matmul:f32:32x32x32 (measured)"),
        titles);
    List<String> means = out.toString().lines().filter(line -> line.contains("geomean")).toList();
    assertEquals(3, means.size(), out.toString());
    assertTrue(means.getLast().startsWith("cpu:2 over 2 products: geomean 1.00"), means.getLast());
  }

  /** A device that could do one product only has said it all in that table. */
  @Test
  void aDeviceIsSummedUpOverWhatItDid() {
    StringBuilder notes = new StringBuilder();
    Report report = TableFormat.parse("json").report(new StringBuilder(), notes);
    for (String problem : List.of(PRODUCT, "matmul:f32:32x32x32", TRIAD)) {
      String first = line(problem, "opencl:0", "opencl");
      report.add(measured(problem, "opencl:0", "opencl", "", 1e9, 1e6));
      report.add(measured(problem, "cpu:2", "vector", first, 1e9, 1e6));
      if (problem.equals(PRODUCT)) {
        report.add(measured(problem, "opencl:1", "opencl", first, 1e9, 1e6));
      }
    }
    report.conclude();
    List<String> sums = notes.toString().lines().filter(line -> line.contains(" over ")).toList();
    assertEquals(1, sums.size(), notes.toString());
    assertTrue(sums.getFirst().startsWith("cpu:2 over 2 products: "), sums.getFirst());
    assertTrue(sums.getFirst().contains("; slow forks: "), sums.getFirst());
  }

  @Test
  void aProductIsComparedInTheClosingLine() {
    var _ = measured(PRODUCT, "opencl:0", "opencl", "", 1e9, 1e6);
    Result cores =
        measured(PRODUCT, "cpu:2", "vector", line(PRODUCT, "opencl:0", "opencl"), 1e9, 1e6);
    Compared compared = section.compared(new Entry(cores, history)).orElseThrow();
    assertEquals(PRODUCT + " on cpu:2", compared.where());
    assertEquals(1, compared.rivals().ratio());
  }
}
