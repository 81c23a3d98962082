package dev.muster.suites.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.tensor.DType;
import dev.muster.offload.opencl.OpenClTunings;
import dev.muster.offload.opencl.ShapeClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenClChoicesTest {
  private static final String DEVICE = "A vendor; a device; OpenCL 3.0; driver 1.2; 4 CU";
  private static final String NAME = OpenClChoices.name(DEVICE, DType.F32, ShapeClass.LARGE);
  private static final String SETTING = "4x4@16/512x128x128";

  @TempDir private Path cache;
  private ChoiceStore store;

  @BeforeEach
  void searchHasStored() {
    store = ChoiceStore.ofOpenCl(cache);
    store.write(NAME, choice(OpenClTrials.version(), SETTING));
  }

  private static Choice choice(String version, String setting) {
    Trial only = new Trial(setting, DEVICE, version, "", Map.of("p", 80.0), "");
    return new Choice(DEVICE, DEVICE, version, setting, List.of(only));
  }

  private OpenClTunings.Answer ask(String device, DType dtype, ShapeClass shapes) {
    return new OpenClChoices(Optional.of(cache)).of(device, dtype, shapes);
  }

  private void assertDistrusted(String because) {
    String reason =
        assertInstanceOf(OpenClTunings.Distrusted.class, ask(DEVICE, DType.F32, ShapeClass.LARGE))
            .reason();
    assertTrue(reason.contains(because), reason);
  }

  @Test
  void whatWasStoredIsKnownAgain() {
    assertEquals(new OpenClTunings.Searched(SETTING), ask(DEVICE, DType.F32, ShapeClass.LARGE));
  }

  @Test
  void whatWasNotSearchedIsUnsearched() {
    OpenClTunings.Answer unsearched = new OpenClTunings.Unsearched();
    assertEquals(unsearched, ask(DEVICE, DType.F64, ShapeClass.LARGE));
    assertEquals(unsearched, ask(DEVICE, DType.F32, ShapeClass.FLAT));
    assertEquals(
        unsearched, ask(DEVICE.replace("driver 1.2", "driver 1.3"), DType.F32, ShapeClass.LARGE));
    assertEquals(
        unsearched, new OpenClChoices(Optional.empty()).of(DEVICE, DType.F32, ShapeClass.LARGE));
  }

  @Test
  void aFileIsNamedAfterItsDevice() {
    assertTrue(
        NAME.matches("a-vendor-a-device-opencl-3-0-driver-1-2-4-cu-[0-9a-f]{8}-f32-large"), NAME);
    assertNotEquals(NAME, OpenClChoices.name(DEVICE + "!", DType.F32, ShapeClass.LARGE));
  }

  @Test
  void theChoiceForAnotherKernelIsNotTrusted() {
    store.write(NAME, choice("opencl 0", SETTING));
    assertDistrusted("another version");
  }

  @Test
  void aDamagedFileIsNotTrusted() throws IOException {
    Path file = store.file(NAME);
    String whole = Files.readString(file);
    for (String damaged : List.of("", "{}", whole.substring(0, whole.length() / 2), "[1]")) {
      Files.writeString(file, damaged);
      assertDistrusted("damaged");
    }
    for (String setting : List.of("", "4x4", "4x4@16/0x1x1", "x")) {
      store.write(NAME, choice(OpenClTrials.version(), setting));
      assertDistrusted("damaged");
    }
  }
}
