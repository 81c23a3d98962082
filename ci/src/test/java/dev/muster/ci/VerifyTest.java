package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
  @TempDir Path folder;
  private Sandbox sandbox;

  /** A system with a package manager that knows nothing, so that nothing can be installed. */
  @BeforeEach
  void makeSandbox() {
    sandbox = new Sandbox(folder);
    sandbox.setEnvironment("JAVA_HOME", sandbox.path("old").toString());
    sandbox.jdk("old", "17.0.15", "");
    sandbox.jdk("system/usr/lib/jvm/new", "25.0.3", "");
    sandbox.script("bin/id", "echo 0");
    sandbox.script("bin/apt-cache", "");
    sandbox.script("bin/apt-get", "exit 100");
    sandbox.script(
        "bin/dpkg-query",
        "for p; do :; done; grep -qx \"$p\" \"$root/installed\" && printf installed");
    sandbox.write("installed", "");
    sandbox.script(
        "bin/mvn", "echo \"$PWD $JAVA_HOME $RUSTICL_ENABLE $*\" >\"$root/mvn.log\"; exit 3");
  }

  @Test
  void whatIsInstalledIsRequired() {
    sandbox.write("installed", "ocl-icd-libopencl1\npocl-opencl-icd\nmesa-opencl-icd\n");
    assertEquals(
        "%s %s llvmpipe -B --no-transfer-progress verify -Drequire=opencl,pocl,rusticl\n"
            .formatted(sandbox.path("checkout"), sandbox.path("system/usr/lib/jvm/new")),
        mavenAfter("checkout/ci/verify"));
  }

  @Test
  void withoutAnyDriverNothingIsRequiredButAllIsTested() {
    sandbox.write("installed", "ocl-icd-libopencl1\n");
    assertTrue(mavenAfter("checkout/ci/verify").endsWith(" verify -Drequire=\n"));
  }

  @Test
  void argumentsGoToMaven() {
    assertTrue(
        mavenAfter("checkout/ci/verify", "-pl", "kernels").endsWith(" -Drequire= -pl kernels\n"));
  }

  private String mavenAfter(String... command) {
    Outcome outcome = sandbox.run(command);
    assertEquals(3, outcome.exitCode(), "Maven's own exit code: " + outcome);
    return sandbox.read("mvn.log");
  }

  @Test
  void withoutAJdkItSaysWhatToInstall() {
    sandbox.delete("system/usr/lib/jvm/new/bin/javac");
    Outcome outcome = sandbox.run("checkout/ci/verify");
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("verify: needs JDK 25"), outcome.err());
    assertEquals("", sandbox.read("mvn.log"));
  }
}
