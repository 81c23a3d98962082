package dev.muster.bridge.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WindowSizeTest {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final int CLOSED = 9999;

  /** Prints the columns of its standard error. */
  static final class Asking {
    private Asking() {}

    public static void main(String[] args) {
      WindowSize.columns(Descriptors.STDERR)
          .ifPresent(columns -> System.out.println("columns=" + columns));
    }
  }

  @Test
  void whatIsNoTerminalHasNoColumns() {
    assertEquals(OptionalInt.empty(), WindowSize.columns(CLOSED));
  }

  @Test
  void aTerminalSaysHowWideItIs() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(SCRIPT), "needs script(1) to make a terminal");
    String java =
        "stty cols 57; '%s/bin/java' --enable-native-access=ALL-UNNAMED -cp '%s' '%s'"
            .formatted(
                System.getProperty("java.home"),
                System.getProperty("java.class.path"),
                Asking.class.getName());
    Process process =
        new ProcessBuilder(SCRIPT.toString(), "-qec", java, "/dev/null")
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    assertEquals("columns=57", said.strip());
  }
}
