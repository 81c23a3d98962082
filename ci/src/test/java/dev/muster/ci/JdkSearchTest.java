package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkSearchTest {
  private static final List<String> PLACES_IN_ORDER =
      List.of("named", "on-path", "system/usr/lib/jvm/b", "user/.sdkman/candidates/java/c", "mac");

  @TempDir Path folder;
  private Sandbox sandbox;

  @BeforeEach
  void makeSandbox() {
    sandbox = new Sandbox(folder);
    sandbox.freshJar();
    sandbox.setEnvironment("JAVA_HOME", sandbox.path("named").toString());
    sandbox.link("bin/java", sandbox.path("on-path/bin/java"));
    sandbox.script("system/usr/libexec/java_home", "[ \"$*\" = '-v 25+' ] && echo \"$root/mac\"");
  }

  private Outcome muster(String... arguments) {
    return sandbox.run(
        Stream.concat(Stream.of("checkout/muster"), Arrays.stream(arguments))
            .toArray(String[]::new));
  }

  @Test
  void theFirstPlaceThatHasOneWins() {
    PLACES_IN_ORDER.forEach(place -> sandbox.jdk(place, "25.0.3", ""));
    for (String place : PLACES_IN_ORDER) {
      muster();
      assertTrue(lastStarted().startsWith(sandbox.path(place) + "/bin/java"), lastStarted());
      sandbox.jdk(place, "17.0.15", "");
    }
  }

  private String lastStarted() {
    return sandbox.read("java.log").lines().toList().getLast();
  }

  @Test
  void tooOldEverywhereIsRefusedInOneLine() {
    PLACES_IN_ORDER.forEach(place -> sandbox.jdk(place, "24.0.2", ""));
    Outcome outcome = muster("devices");
    assertEquals(2, outcome.exitCode());
    assertEquals(1, outcome.errLines(), outcome.err());
    for (String words :
        List.of("JDK 25", "apt-get install", "dnf ", "pacman -S", "zypper ", "brew install")) {
      assertTrue(outcome.err().contains(words), outcome.err());
    }
    assertEquals("", sandbox.read("java.log"), "no JVM may be started to learn a release");
  }

  @Test
  void noneAtAllIsRefusedInOneLine() {
    sandbox.setEnvironment("JAVA_HOME", "");
    Outcome outcome = muster();
    assertEquals(2, outcome.exitCode());
    assertEquals(1, outcome.errLines(), outcome.err());
  }

  @Test
  void releasesAreComparedAsNumbers() {
    sandbox.jdk("named", "1.8.0_402", "");
    sandbox.jdk("system/usr/lib/jvm/b", "100-ea", "");
    assertEquals(0, muster().exitCode());
    assertTrue(lastStarted().startsWith(sandbox.path("system").toString()), lastStarted());
  }

  @Test
  void aRuntimeWithoutCompilerIsPassedOver() {
    sandbox.jdk("named", "25.0.3", "");
    sandbox.delete("named/bin/javac");
    assertEquals(2, muster().exitCode());
  }

  @Test
  void aJdkWithoutReleaseFileIsAsked() {
    sandbox.jdk("named", "25.0.3", "echo 'openjdk version \"25.0.3\" 2026-04-21' >&2");
    sandbox.delete("named/release");
    assertEquals(0, muster().exitCode());
  }

  @Test
  void aScriptOnPathIsAskedForTheJdkThatItStarts() {
    sandbox.delete("bin/java");
    sandbox.script("bin/java", "echo \"    java.home = $root/picked\" >&2");
    sandbox.jdk("picked", "25.0.3", "");
    assertEquals(0, muster().exitCode());
    assertTrue(lastStarted().startsWith(sandbox.path("picked").toString()), lastStarted());
  }
}
