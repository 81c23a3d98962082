package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.suites.fork.Forks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
  private static final String WARNING = "WARNING: Using incubator modules: jdk.incubator.vector";

  @TempDir Path folder;
  private Sandbox sandbox;

  @BeforeEach
  void makeSandbox() {
    sandbox = new Sandbox(folder);
    sandbox.freshJar();
    sandbox.setEnvironment("JAVA_HOME", sandbox.path("jdk").toString());
    sandbox.jdk("jdk", "25.0.3", "");
  }

  @Test
  void javaGetsTheFlagsAndThenTheArgumentsAsTheyWere() {
    sandbox.jdk("jdk", "25.0.3", "printf '<%s>' \"$@\"");
    String started = sandbox.run("checkout/muster", "bench", "a | b  c", "").out();
    for (String flag :
        List.of(
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-Dmuster.stderr=3",
            "-Dmuster.home=" + sandbox.path("checkout"),
            sandbox.path("checkout/jmh-suites/target/benchmarks.jar").toString())) {
      assertTrue(started.contains("<" + flag + ">"), started);
    }
    assertTrue(started.endsWith("<dev.muster.suites.cli.Main><bench><a | b  c><>"), started);
  }

  /** A rank of an MPI job is started by it, and measures. */
  @Test
  void javaGetsTheFlagsOfEveryProcessThatMeasures() {
    sandbox.jdk("jdk", "25.0.3", "printf '<%s>' \"$@\"");
    String started = sandbox.run("checkout/muster").out();
    for (String flag : Forks.JVM_FLAGS) {
      assertTrue(started.contains("<" + flag + ">"), started);
    }
    assertTrue(started.indexOf(Forks.QUIETLY) < started.indexOf(Forks.COMPILES_IN_FRONT), started);
  }

  @Test
  void theExitCodeIsJavas() {
    sandbox.jdk("jdk", "25.0.3", "exit 37");
    assertEquals(37, sandbox.run("checkout/muster").exitCode());
  }

  @Test
  void javaTakesTheLaunchersProcessSoThatSignalsReachIt() {
    sandbox.jdk("jdk", "25.0.3", "kill -TERM $$");
    int terminated = 128 + 15;
    assertEquals(terminated, sandbox.run("checkout/muster").exitCode());
    sandbox.jdk("jdk", "25.0.3", "echo $PPID");
    long parent = Long.parseLong(sandbox.run("checkout/muster").out().strip());
    assertEquals(ProcessHandle.current().pid(), parent);
  }

  @Test
  void onlyTheIncubatorWarningIsDropped() {
    String other = "WARNING: something else\nError: could not " + WARNING;
    sandbox.jdk("jdk", "25.0.3", "printf '%s\\n' '" + WARNING + "' '" + other + "' >&2");
    assertEquals(other + "\n", allThatIsSaid());
  }

  /** The filter may end after java does; the pipe ends with the last of them. */
  private String allThatIsSaid() {
    return sandbox.run("bash", "-c", "checkout/muster 2>&1 | cat").out();
  }

  @Test
  void aRealJvmThatRefusesAFlagSaysSoAndNothingElse() {
    sandbox.setEnvironment("JAVA_HOME", System.getProperty("java.home"));
    sandbox.setEnvironment("JDK_JAVA_OPTIONS", "-XX:+NoSuchFlag");
    assertTrue(allThatIsSaid().contains("Unrecognized VM option 'NoSuchFlag'"), allThatIsSaid());
  }

  @Test
  void aRealJvmPrintsNoWarning() throws Exception {
    sandbox.setEnvironment("JAVA_HOME", System.getProperty("java.home"));
    TinyMain.buildJar(sandbox.path("checkout/jmh-suites/target/benchmarks.jar"));
    assertEquals("moved\n", allThatIsSaid());
  }

  @Test
  void descriptorThreeIsTheRealStandardError() {
    sandbox.jdk("jdk", "25.0.3", "echo '" + WARNING + "' >&3");
    assertEquals(WARNING + "\n", sandbox.run("checkout/muster").err());
  }

  @Test
  void aLinkFromElsewhereStartsIt() {
    sandbox.link("bin/m", sandbox.path("checkout/muster"));
    assertEquals(0, sandbox.run("bin/m").exitCode());
    assertTrue(sandbox.read("java.log").contains("-Dmuster.home=" + sandbox.path("checkout")));
  }

  @Test
  void runWithSetupGoesOnWithTheOtherArgumentsWhateverSetupDid() {
    Outcome outcome = sandbox.run("checkout/muster", "run", "--quick", "--setup", "--yes");
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains("setup: missing:"), outcome.err());
    assertTrue(sandbox.read("java.log").endsWith("Main run --quick\n"), sandbox.read("java.log"));
    assertEquals("", outcome.out(), "standard output belongs to the rows");
  }

  @Test
  void withoutSetupNothingIsSetUp() {
    Outcome outcome = sandbox.run("checkout/muster", "run", "--yes");
    assertEquals("", outcome.err());
    assertTrue(sandbox.read("java.log").endsWith("Main run --yes\n"));
  }

  @Test
  void setupNeedsNoJdk() {
    sandbox.setEnvironment("JAVA_HOME", "");
    Outcome outcome = sandbox.run("checkout/muster", "setup");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("JDK 25"), outcome.err());
  }
}
