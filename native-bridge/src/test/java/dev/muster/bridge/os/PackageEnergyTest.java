package dev.muster.bridge.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageEnergyTest {
  @TempDir private Path root;

  private FakeSystem zone(int number, String name, long microjoules) throws IOException {
    String folder = "sys/class/powercap/intel-rapl:" + number + "/";
    return new FakeSystem(root)
        .with(folder + "name", name + "\n")
        .with(folder + "max_energy_range_uj", "262143328850\n")
        .with(folder + "energy_uj", microjoules + "\n");
  }

  private PackageEnergy energy() {
    return new PackageEnergy(new SystemFiles(root));
  }

  @Test
  void packagesAreAddedUpAndTheWholePlatformIsNot() throws IOException {
    zone(0, "package-0", 5_000_000);
    zone(1, "psys", 1_000_000);
    zone(2, "package-1", 7_000_000);
    PackageEnergy.Reading before = energy().read().orElseThrow();
    zone(0, "package-0", 6_500_000);
    zone(1, "psys", 90_000_000);
    zone(2, "package-1", 7_250_000);
    assertEquals(1.75, energy().read().orElseThrow().joulesSince(before));
  }

  @Test
  void aCounterThatBeganAgainHasGoneOn() throws IOException {
    zone(0, "package-0", 262_143_328_000L);
    PackageEnergy.Reading before = energy().read().orElseThrow();
    zone(0, "package-0", 999_150);
    assertEquals(1.0, energy().read().orElseThrow().joulesSince(before));
  }

  @Test
  void itCountsFromWhereItBegan() throws IOException {
    zone(0, "package-0", 5_000_000);
    EnergyMeter.Since since = energy().begin().orElseThrow();
    zone(0, "package-0", 8_000_000);
    assertEquals(OptionalDouble.of(3), since.joules());
    zone(0, "package-0", 8_000_000).with("sys/class/powercap/intel-rapl:0/energy_uj", "");
    assertEquals(OptionalDouble.empty(), since.joules());
  }

  @Test
  void whatCannotBeReadIsNoZero() throws IOException {
    assertTrue(energy().read().isEmpty());
    zone(0, "package-0", 1).with("sys/class/powercap/intel-rapl:0/energy_uj", "");
    assertTrue(energy().read().isEmpty());
  }
}
