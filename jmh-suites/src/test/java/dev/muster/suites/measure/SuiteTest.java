package dev.muster.suites.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.results.References;
import dev.muster.results.RepeatLine;
import dev.muster.suites.RunLine;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SuiteTest {
  private static final double QUICK_SECONDS_MAX = 180;

  /** Two cores and one OpenCL device that can be split. */
  private static final List<Discovered> FOUND =
      List.of(
          new Discovered(
              "cpu:1",
              "a core",
              List.of(),
              1,
              "cpu:1",
              List.of("vector", "openblas", "blis", "blis:best", "onednn", "scalar"),
              "fma:f32:8"),
          new Discovered(
              "cpu:2", "cores", List.of(), 2, "cpu:1", List.of("vector", "scalar"), "fma:f32:8"),
          new Discovered(
              "opencl:0",
              "device",
              List.of(),
              1,
              "opencl:0",
              List.of("opencl", "clblast"),
              "fma:f32:8x128"),
          new Discovered(
              "opencl:0/2",
              "parts",
              List.of(),
              2,
              "opencl:0/2.0",
              List.of("opencl"),
              "fma:f32:8x64"),
          Discovered.missing("no driver", List.of()));

  private static List<Planned> quick() {
    return new Suite(SuiteSize.quick(), FOUND).planned();
  }

  @Test
  void theSectionsComeInTheOrderOfTheReport() {
    assertEquals(
        List.of("ceiling", "matmul", "allreduce", "pool"),
        quick().stream().map(Planned::section).distinct().toList());
  }

  @Test
  void whatALineIsComparedWithComesBeforeIt() {
    Set<String> before = new HashSet<>();
    for (Planned planned : quick()) {
      before.add(planned.line().toString());
      for (RepeatLine reference : planned.references().values()) {
        assertTrue(before.contains(reference.toString()), reference + " of " + planned.line());
      }
    }
  }

  @Test
  void everyLineIsTheTextOfItself() {
    for (Planned planned : quick()) {
      assertEquals(planned.line(), RunLine.parse(planned.line().toString()));
    }
  }

  @Test
  void noMeasurementIsPlannedTwice() {
    List<Planned> full = new Suite(SuiteSize.full(), FOUND).planned();
    assertEquals(full.size(), full.stream().map(Planned::key).distinct().count());
  }

  @Test
  void aCeilingTakesAllCoresAndAllElseOneThreadOfJmh() {
    for (Planned planned : quick()) {
      boolean all = planned.section().equals("ceiling") && planned.line().pool().equals("cpu:2");
      assertEquals(all ? 2 : 1, planned.threads(), planned.line().toString());
    }
  }

  @Test
  void aLibraryTakesOneForkOfAQuickRunAndAsManyAsOursOfAFullOne() {
    List<Planned> full = new Suite(SuiteSize.full(), FOUND).planned();
    for (String peer : List.of("openblas", "blis:best")) {
      assertEquals(1, forks(quick(), peer), peer);
      assertEquals(forks(full, "vector"), forks(full, peer), peer);
    }
  }

  private static int forks(List<Planned> planned, String kernel) {
    return planned.stream()
        .filter(each -> each.section().equals("matmul") && each.line().kernel().equals(kernel))
        .findFirst()
        .orElseThrow()
        .effort()
        .forks();
  }

  @Test
  void aPoolIsComparedWithItsFirstDevice() {
    assertTrue(
        quick().stream()
            .filter(planned -> planned.section().equals("pool"))
            .anyMatch(planned -> planned.line().pool().equals("opencl:0/2.0")));
  }

  @Test
  void aDeviceIsComparedWithItsOwnPeak() {
    for (Planned planned : quick()) {
      if (planned.section().equals("matmul") && planned.line().pool().equals("opencl:0")) {
        assertEquals(
            "fma:f32:8x128 | - | opencl:0 | opencl",
            planned.references().get(References.FMA_PEAK).toString());
      }
    }
  }

  @Test
  void whatIsMissingIsNotPlanned() {
    assertFalse(quick().stream().anyMatch(planned -> planned.line().pool().isEmpty()));
  }

  @Test
  void theQuickRunOfTwoCoresAndADeviceTakesThreeMinutesAtMost() {
    double seconds = quick().stream().mapToDouble(each -> each.effort().expectedSeconds()).sum();
    assertTrue(seconds <= QUICK_SECONDS_MAX, seconds + " s");
  }
}
