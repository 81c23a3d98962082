package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.kernels.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenClDeviceTest {
  private static final List<String> WITHOUT_ARITHMETIC =
      List.of(
          "copy:f32",
          "triad:f32",
          "local:f32",
          "to-device:f32",
          "from-device:f32",
          "on-device:f32",
          "launch");

  private static List<String> ceilings(String driver) {
    return OpenClHere.require(driver).ceilings().stream()
        .map(Problem::text)
        .map(text -> text.replaceAll(":[^:]*$", ""))
        .toList();
  }

  @Test
  void theCeilingsAreThoseThatClpeakShows() {
    List<String> expected = new ArrayList<>(List.of("fma:f32", "fma:f64"));
    expected.addAll(WITHOUT_ARITHMETIC);
    assertEquals(expected, ceilings("pocl"));
  }

  @Test
  void aDeviceWithoutFusedMultiplyAddsHasNoPeakOfThem() {
    assertEquals(WITHOUT_ARITHMETIC, ceilings("rusticl"));
  }
}
