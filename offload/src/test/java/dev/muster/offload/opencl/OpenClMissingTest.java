package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.contract.Require;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine without OpenCL gets a reason on one line: no crash, no stack trace, no warning. */
class OpenClMissingTest {
  private static final Path RUSTICL = Path.of("/etc/OpenCL/vendors/rusticl.icd");

  @Test
  void withoutALoaderThereIsAReasonThatSaysWhatToInstall() throws Exception {
    List<String> lines =
        discover(Map.of(), List.of("-Dorg.lwjgl.opencl.libname=libNoOpenClHere.so"));
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(
        lines.get(0).matches("\\|no OpenCL platform: install pocl-opencl-icd.*no loader.*"),
        lines::toString);
    assertTrue(lines.get(1).startsWith("unsupported: no OpenCL platform"), lines::toString);
  }

  @Test
  void aLoaderWithoutDriversIsAReasonThatSaysWhatToInstall(@TempDir Path empty) throws Exception {
    OpenClHere.requireAny();
    List<String> lines = discover(Map.of("OCL_ICD_VENDORS", empty.toString()), List.of());
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(
        lines.get(0).matches("\\|no OpenCL platform: install pocl-opencl-icd.*no driver.*"),
        lines::toString);
    assertTrue(lines.get(1).startsWith("unsupported: no OpenCL platform"), lines::toString);
  }

  @Test
  void aPlatformWithoutDevicesIsListedWithItsReason() throws Exception {
    if (!Files.exists(RUSTICL)) {
      Require.missing("rusticl", "no " + RUSTICL);
    }
    List<String> lines =
        discover(Map.of("OCL_ICD_VENDORS", RUSTICL.toString(), "RUSTICL_ENABLE", ""), List.of());
    assertEquals(2, lines.size(), lines::toString);
    assertEquals(
        "|rusticl: no device enabled (RUSTICL_ENABLE=llvmpipe enables the software one)",
        lines.get(0));
    assertTrue(lines.get(1).startsWith("unsupported: no OpenCL device"), lines::toString);
  }

  private static List<String> discover(Map<String, String> environment, List<String> options)
      throws Exception {
    List<String> command = new ArrayList<>(options);
    command.add(DiscoverMain.class.getName());
    ChildJvm.Ended ended = ChildJvm.run(environment, command);
    assertEquals(0, ended.exitCode(), ended.output());
    return ended.output().lines().toList();
  }
}
