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
  private static final String FILE =
      "sys/bus/pci/devices/" + ADDRESS + "/hwmon/hwmon3/energy1_input";

  @TempDir private Path root;

  @Test
  void theCounterOfTheDriverIsInMicrojoules() throws IOException {
    FakeSystem system = new FakeSystem(root).with(FILE, "1000000\n");
    EnergyMeter meter = BoardEnergy.at(ADDRESS, new SystemFiles(root)).orElseThrow();
    EnergyMeter.Since since = meter.begin().orElseThrow();
    system.with(FILE, "3500000\n");
    assertEquals(OptionalDouble.of(2.5), since.joules());
    assertEquals("the board at " + ADDRESS, meter.of());
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
