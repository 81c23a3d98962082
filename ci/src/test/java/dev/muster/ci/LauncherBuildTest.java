package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherBuildTest {
  private static final String JAR = "checkout/jmh-suites/target/benchmarks.jar";

  /** A Maven that builds a whole jar. */
  private static final String BUILD =
      """
      echo "$JAVA_HOME $*" >>"$root/mvn.log"
      { printf 'PK\\005\\006'; head -c 18 /dev/zero; } >"$root/%s"
      """
          .formatted(JAR);

  @TempDir Path folder;
  private Sandbox sandbox;

  @BeforeEach
  void makeSandbox() {
    sandbox = new Sandbox(folder);
    sandbox.setEnvironment("JAVA_HOME", sandbox.path("jdk").toString());
    sandbox.jdk("jdk", "25.0.3", "");
    sandbox.script("bin/mvn", BUILD);
  }

  private long builds() {
    return sandbox.read("mvn.log").lines().count();
  }

  @Test
  void theFirstStartBuildsInOneLineAndTheSecondDoesNot() {
    Outcome first = sandbox.run("checkout/muster");
    assertEquals(0, first.exitCode(), first.err());
    assertEquals(1, first.errLines(), first.err());
    assertTrue(first.err().startsWith("muster: building"), first.err());
    Outcome second = sandbox.run("checkout/muster");
    assertEquals("", second.err());
    assertEquals(1, builds());
    assertEquals(2, sandbox.read("java.log").lines().count());
  }

  @Test
  void theBuildIsQuickAndUsesTheJdkThatWasFound() {
    sandbox.run("checkout/muster");
    assertEquals(
        sandbox.path("jdk")
            + " -B --no-transfer-progress -Dstyle.color=never -Dmaven.test.skip=true -Dspotless.check.skip=true"
            + " package -pl jmh-suites -am\n",
        sandbox.read("mvn.log"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pom.xml",
        "kernels/pom.xml",
        "kernels/src/main/java/Kernel.java",
        "kernels/src/main/resources/new.cl"
      })
  void aNewerSourceIsBuilt(String source) {
    sandbox.freshJar();
    sandbox.age("checkout");
    sandbox.write("checkout/" + source, "changed");
    sandbox.run("checkout/muster");
    assertEquals(1, builds());
  }

  @Test
  void aDeletedSourceIsBuilt() {
    sandbox.freshJar();
    sandbox.age("checkout");
    sandbox.delete("checkout/kernels/src/main/java/Kernel.java");
    sandbox.run("checkout/muster");
    assertEquals(1, builds());
  }

  @Test
  void aSourceSavedDuringTheBuildIsBuiltNextTime() {
    sandbox.script(
        "bin/mvn",
        "sleep 0.1; echo changed >\"$root/checkout/kernels/src/main/java/Kernel.java\"\n" + BUILD);
    sandbox.run("checkout/muster");
    sandbox.script("bin/mvn", BUILD);
    sandbox.run("checkout/muster");
    sandbox.run("checkout/muster");
    assertEquals(2, builds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PK\3\4 half of a jar, the other half is mis\0sing"})
  void aHalfWrittenJarIsBuiltAgain(String written) {
    sandbox.write(JAR, written);
    Outcome outcome = sandbox.run("checkout/muster");
    assertEquals(1, builds());
    assertEquals(1, outcome.errLines(), outcome.err());
  }

  @Test
  void aFailedBuildShowsItsErrorsAndItsLog() {
    sandbox.script(
        "bin/mvn",
        """
        echo '[WARNING] chatter'
        echo '[WARNING] /Kernel.java:[3,5] unused'
        echo '[ERROR] Kernel.java:[1,8] cannot find symbol'
        echo '[ERROR] '
        echo '[ERROR] Re-run Maven using the -X switch to enable full debug logging.'
        exit 1
        """);
    Outcome outcome = sandbox.run("checkout/muster");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("Kernel.java:[1,8] cannot find symbol"), outcome.err());
    assertTrue(outcome.err().contains("/Kernel.java:[3,5] unused"), outcome.err());
    assertTrue(outcome.err().contains("target/muster-build.log"), outcome.err());
    assertFalse(outcome.err().contains("chatter"), outcome.err());
    assertFalse(outcome.err().contains("-X switch"), outcome.err());
    assertEquals("", sandbox.read("java.log"));
  }

  @Test
  void aFailureWithoutErrorsShowsTheEndOfTheLog() {
    sandbox.script("bin/mvn", "echo 'no space left on device'; exit 1");
    assertTrue(sandbox.run("checkout/muster").err().contains("no space left on device"));
  }

  @Test
  void anInterruptedBuildEndsWithoutWords() {
    sandbox.script("bin/mvn", "exit 130");
    Outcome outcome = sandbox.run("checkout/muster");
    assertEquals(130, outcome.exitCode());
    assertEquals(1, outcome.errLines(), outcome.err());
  }

  @Test
  void aBuildThatLeavesNoJarIsAFailure() {
    sandbox.script("bin/mvn", "");
    Outcome outcome = sandbox.run("checkout/muster");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("no whole"), outcome.err());
  }

  @Test
  void twoLaunchersBuildOnce() throws IOException {
    buildTwiceAtOnce();
    assertEquals(1, builds());
  }

  @Test
  void twoLaunchersBuildOnceWithoutFlock() throws IOException {
    sandbox.delete("bin/flock");
    buildTwiceAtOnce();
    assertEquals(1, builds());
  }

  private void buildTwiceAtOnce() throws IOException {
    sandbox.script("bin/mvn", "sleep 0.5\n" + BUILD);
    Sandbox.Running first = sandbox.start("", "checkout/muster");
    Sandbox.Running second = sandbox.start("", "checkout/muster");
    assertEquals(0, first.get().exitCode());
    assertEquals(0, second.get().exitCode());
  }

  @Test
  void aLockWhoseOwnerDiedIsTaken() {
    sandbox.delete("bin/flock");
    sandbox.write("checkout/jmh-suites/target/x", "");
    long nobody = 999_999_999;
    sandbox.link("checkout/jmh-suites/target/muster-build.owner", Path.of(Long.toString(nobody)));
    assertEquals(0, sandbox.run("checkout/muster").exitCode());
    assertEquals(1, builds());
  }

  @Test
  void aMissingMavenIsNamedInOneLine() {
    sandbox.delete("bin/mvn");
    Outcome outcome = sandbox.run("checkout/muster");
    assertEquals(2, outcome.exitCode());
    assertEquals(1, outcome.errLines(), outcome.err());
    assertTrue(outcome.err().contains("apt-get install maven"), outcome.err());
  }
}
