package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetupTest {
  private static final String SETUP = "checkout/ci/setup.sh";
  private static final String PACKAGES =
      "maven ocl-icd-libopencl1 pocl-opencl-icd mesa-opencl-icd libclblast1 libblis4-pthread openmpi-bin";
  private static final String TEST_PACKAGES =
      "oclgrind libopenblas0-pthread libdnnl2 binutils mpich iproute2";

  @TempDir Path folder;
  private Sandbox sandbox;

  /** A Debian where the JDK is there and nothing else; its apt-get installs into a text file. */
  @BeforeEach
  void makeDebian() {
    sandbox = new Sandbox(folder);
    sandbox.setEnvironment("JAVA_HOME", sandbox.path("jdk").toString());
    sandbox.jdk("jdk", "25.0.3", "");
    sandbox.script("bin/id", "echo 0");
    sandbox.write("known", (PACKAGES + " " + TEST_PACKAGES + " ").replace(' ', '\n'));
    sandbox.script("bin/apt-cache", "for p; do :; done; grep -x \"$p\" \"$root/known\"");
    sandbox.script(
        "bin/dpkg-query",
        "for p; do :; done; grep -qx \"$p\" \"$root/installed\" && printf installed");
    sandbox.write("installed", "");
    sandbox.script(
        "bin/apt-get",
        """
        echo "$DEBIAN_FRONTEND apt-get $*" >>"$root/apt.log"
        case "$*" in *install*)
          for p; do echo "$p"; done >>"$root/installed"
          case "$*" in *maven*) printf '#!/bin/sh\\n' >"$root/bin/mvn"; chmod +x "$root/bin/mvn" ;; esac
        esac
        """);
  }

  private String installed() {
    return sandbox
        .read("apt.log")
        .lines()
        .filter(line -> line.contains(" install "))
        .map(line -> line.replaceFirst(".* --no-install-recommends ", ""))
        .reduce("", (all, line) -> all + line);
  }

  @Test
  void yesInstallsWhatIsMissingByName() {
    Outcome outcome = sandbox.run(SETUP, "--yes");
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(PACKAGES, installed());
    assertTrue(sandbox.read("apt.log").startsWith("noninteractive apt-get"));
    assertFalse(sandbox.read("apt.log").contains("update"), "the lists knew every name");
    assertFalse(outcome.err().contains("[y/N]"), outcome.err());
  }

  @Test
  void askedAndAgreedInstalls() {
    Outcome outcome = sandbox.runWithInput("y\n", SETUP);
    assertTrue(outcome.err().contains("[y/N]"), outcome.err());
    assertEquals(PACKAGES, installed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "n\n", "no\n", "what?\n"})
  void anythingButYesInstallsNothing(String answer) {
    Outcome outcome = sandbox.runWithInput(answer, SETUP);
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("pocl-opencl-icd"), outcome.err());
    assertTrue(outcome.err().contains("nothing was installed"), outcome.err());
    assertEquals("", sandbox.read("apt.log"));
  }

  @Test
  void whatIsThereIsNotListed() {
    sandbox.write("installed", "pocl-opencl-icd\nmesa-opencl-icd\n");
    sandbox.script("bin/mvn", "");
    Outcome outcome = sandbox.run(SETUP, "--yes");
    assertEquals("ocl-icd-libopencl1 libclblast1 libblis4-pthread openmpi-bin", installed());
    assertFalse(outcome.err().contains("pocl"), outcome.err());
    assertEquals("setup: nothing is missing\n", sandbox.run(SETUP).err());
  }

  @Test
  void testsNeedMore() {
    sandbox.run(SETUP, "--yes", "--for=ci");
    assertEquals(PACKAGES + " " + TEST_PACKAGES, installed());
  }

  @Test
  void anUnknownPackageCostsOnlyItself() {
    sandbox.setEnvironment("JAVA_HOME", "");
    Outcome outcome = sandbox.run(SETUP, "--yes");
    assertEquals(PACKAGES, installed());
    assertTrue(sandbox.read("apt.log").startsWith("noninteractive apt-get -q"));
    assertEquals(
        1, sandbox.read("apt.log").lines().filter(line -> line.endsWith(" update")).count());
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("no package openjdk-25-jdk"), outcome.err());
    assertTrue(outcome.err().contains("still missing: jdk\n"), outcome.err());
    assertTrue(outcome.err().contains("Temurin 25"), outcome.err());
  }

  @Test
  void aFailingAptGetIsSaid() {
    sandbox.script("bin/apt-get", "echo 'E: no network'; exit 100");
    Outcome outcome = sandbox.run(SETUP, "--yes");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("E: no network"), outcome.err());
    assertTrue(outcome.err().contains("still missing: maven loader"), outcome.err());
  }

  @Test
  void someoneElseThanRootUsesSudo() {
    sandbox.script("bin/id", "echo 1000");
    sandbox.script("bin/sudo", "echo sudo >>\"$root/sudo.log\"; exec \"$@\"");
    sandbox.run(SETUP, "--yes");
    assertEquals(PACKAGES, installed());
    assertEquals("sudo\n", sandbox.read("sudo.log"));
  }

  @Test
  void withoutRootAndSudoItSaysWhatRootMustRun() {
    sandbox.script("bin/id", "echo 1000");
    Outcome outcome = sandbox.run(SETUP, "--yes");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("needs root to run: "), outcome.err());
    assertEquals("", sandbox.read("apt.log"));
  }

  @ParameterizedTest
  @CsvSource({
    "dnf, sudo dnf install maven OpenCL-ICD-Loader pocl mesa-libOpenCL blis openmpi",
    "pacman, sudo pacman -S maven ocl-icd pocl opencl-mesa openmpi",
    "zypper, sudo zypper install maven libOpenCL1 pocl Mesa-libRusticlOpenCL openmpi4",
    "brew, brew install maven opencl-icd-loader pocl clblast open-mpi"
  })
  void otherManagersGetALineToType(String manager, String line) {
    sandbox.delete("bin/apt-get");
    sandbox.script("bin/" + manager, "echo \"$*\" >>\"$root/manager.log\"; exit 1");
    Outcome outcome = sandbox.run(SETUP, "--yes");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("setup: type: " + line + "\n"), outcome.err());
    assertFalse(sandbox.read("manager.log").matches("(?s).*(install|-S).*"), "it only says so");
  }

  @Test
  void anUnknownOptionIsNamed() {
    Outcome outcome = sandbox.run(SETUP, "--yse");
    assertEquals(2, outcome.exitCode());
    assertEquals(1, outcome.errLines());
    assertTrue(outcome.err().contains("'--yse'"), outcome.err());
  }

  @Test
  void standardOutputStaysEmpty() {
    assertEquals("", sandbox.run(SETUP, "--yes").out());
  }
}
