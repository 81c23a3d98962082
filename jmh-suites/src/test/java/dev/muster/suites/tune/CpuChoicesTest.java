package dev.muster.suites.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.matmul.TileChoices;
import dev.muster.kernels.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuChoicesTest {
  private static final String MACHINE = "this machine";
  private static final String SETTING = "256:3x3:256x48x192";

  @TempDir private Path cache;
  private ChoiceStore store;

  @BeforeEach
  void searchHasStored() {
    store = ChoiceStore.ofCpu(cache);
    store.write("f32", choice(CpuTrials.origin(), CpuTrials.version(), SETTING));
  }

  private static Choice choice(String origin, String version, String setting) {
    Trial only = new Trial(setting, origin, version, "", Map.of("p", 80.0), "");
    return Choice.of(MACHINE, List.of(only), _ -> true);
  }

  private TileChoices.Answer ask(String machine, DType dtype) {
    return new CpuChoices(Optional.of(cache), machine).of(dtype);
  }

  private static void assertDistrusted(String because, TileChoices.Answer answer) {
    String reason = assertInstanceOf(TileChoices.Distrusted.class, answer).reason();
    assertTrue(reason.contains(because), reason);
  }

  @Test
  void whatWasStoredIsKnownAgain() {
    assertEquals(new TileChoices.Tuned(SETTING), ask(MACHINE, DType.F32));
  }

  @Test
  void aTypeThatWasNotSearchedIsUntuned() {
    assertEquals(new TileChoices.Untuned(), ask(MACHINE, DType.F64));
    assertEquals(
        new TileChoices.Untuned(), new CpuChoices(Optional.empty(), MACHINE).of(DType.F32));
  }

  @Test
  void theChoiceOfAnotherMachineIsNotTrusted() {
    assertDistrusted("another machine", ask("that machine", DType.F32));
  }

  @Test
  void theChoiceForAnotherKernelOrJvmIsNotTrusted() {
    store.write("f32", choice("vector 0", CpuTrials.version(), SETTING));
    assertDistrusted("another version", ask(MACHINE, DType.F32));
    store.write("f32", choice(CpuTrials.origin(), "17.0.1", SETTING));
    assertDistrusted("another version", ask(MACHINE, DType.F32));
  }

  @Test
  void aDamagedFileIsNotTrusted() throws IOException {
    Path file = store.file("f32");
    String whole = Files.readString(file);
    for (String damaged :
        List.of("", "{}", whole.substring(0, whole.length() / 2), whole + "}", "[1]")) {
      Files.writeString(file, damaged);
      assertDistrusted("damaged", ask(MACHINE, DType.F32));
    }
    for (String setting : List.of("", "256", "256:3x3", "256:99x3:1x1x1", "256:3x3:0x1x1", "x")) {
      store.write("f32", choice(CpuTrials.origin(), CpuTrials.version(), setting));
      assertDistrusted("damaged", ask(MACHINE, DType.F32));
    }
  }
}
