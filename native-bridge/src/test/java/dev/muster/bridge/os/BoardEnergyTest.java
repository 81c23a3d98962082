package dev.muster.bridge.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardEnergyTest {
  private static final String ADDRESS = "0000:17:00.0";
  private static final String HWMON = "sys/bus/pci/devices/" + ADDRESS + "/hwmon/";
  private static final String FILE = HWMON + "hwmon3/energy1_input";

  @TempDir private Path root;

  @Test
  void theCounterOfTheDriverIsInMicrojoules() throws IOException {
    FakeSystem system =
        new FakeSystem(root)
            .with(HWMON + "hwmon3/name", "xe\n")
            .with(HWMON + "hwmon3/energy1_label", "card\n")
            .with(FILE, "1000000\n");
    EnergyMeter meter = BoardEnergy.at(ADDRESS, new SystemFiles(root)).orElseThrow();
    EnergyMeter.Since since = meter.begin().orElseThrow();
    system.with(FILE, "3500000\n");
    assertEquals(OptionalDouble.of(2.5), since.joules());
    assertEquals("the board at " + ADDRESS, meter.of());
  }

  /** The names of these folders are in no order that means anything. */
  @Test
  void aPackageIsNotCalledABoardAndATileIsNeither() throws IOException {
    FakeSystem _ =
        new FakeSystem(root)
            .with(HWMON + "hwmon10/name", "i915_gt0\n")
            .with(HWMON + "hwmon10/energy1_input", "7\n")
            .with(HWMON + "hwmon9/name", "i915\n")
            .with(HWMON + "hwmon9/energy1_input", "1000000\n");
    EnergyMeter meter = BoardEnergy.at(ADDRESS, new SystemFiles(root)).orElseThrow();
    assertEquals("the package of the GPU at " + ADDRESS, meter.of());
    EnergyMeter.Since since = meter.begin().orElseThrow();
    FakeSystem _ = new FakeSystem(root).with(HWMON + "hwmon9/energy1_input", "3000000\n");
    assertEquals(OptionalDouble.of(2), since.joules());
  }

  @Test
  void aBoardThatNobodyCountsHasNoMeter() throws IOException {
    assertTrue(BoardEnergy.at(ADDRESS, new SystemFiles(root)).isEmpty());
    FakeSystem _ = new FakeSystem(root).with(FILE.replace("energy1_input", "temp1_input"), "1\n");
    assertTrue(BoardEnergy.at(ADDRESS, new SystemFiles(root)).isEmpty());
    assertTrue(BoardEnergy.at("ffff:ff:1f.7").isEmpty());
  }

  @Test
  void whatCanNoLongerBeReadIsNoZero() {
    OptionalLong[] answers = {OptionalLong.of(7_000), OptionalLong.empty()};
    int[] asked = {0};
    BoardEnergy meter = new BoardEnergy(ADDRESS, 1e-3, () -> answers[asked[0]++]);
    assertEquals(OptionalDouble.empty(), meter.begin().orElseThrow().joules());
  }
}
