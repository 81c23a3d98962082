package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that our pages tell people to type is known here, and its quick form works. */
class ReadmeTest {
  private static final List<String> PAGES = List.of("README.md", "CONTRIBUTING.md");

  /** A command as it stands on a page, and what is run in its place, in the top folder. */
  private static final Map<String, String> QUICK_FORMS =
      Map.of(
          "./muster run --quick --setup", "bash -n muster && bash -n ci/setup.sh",
          "ci/verify", "bash -n ci/verify && bash -n .ci/run");

  record Documented(String page, String command) {}

  static Stream<Documented> documented() throws IOException {
    Stream.Builder<Documented> all = Stream.builder();
    for (String page : PAGES) {
      Path file = Checkout.root().resolve(page);
      if (Files.exists(file)) {
        MarkdownCommands.of(Files.readString(file))
            .forEach(command -> all.add(new Documented(page, command)));
      }
    }
    return all.build();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("documented")
  void theCommandWorks(Documented documented) throws Exception {
    String quickForm = QUICK_FORMS.get(documented.command());
    assertTrue(
        quickForm != null, documented + " is not in the table of " + ReadmeTest.class.getName());
    Process process =
        new ProcessBuilder("bash", "-c", quickForm)
            .directory(Checkout.root().toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), quickForm + " does not end");
    assertEquals(0, process.exitValue(), quickForm + " says: " + said);
  }

  @Test
  void aPageIsReadAsItsReaderReadsIt() {
    String page =
        """
        ```sh
        ./muster run --quick   # three minutes

        # the same, longer
        ./muster run \\
          --only matmul
        ```

        ```text
        not a command
        ```

        ```sh
        ci/verify
        ```
        """;
    assertEquals(
        List.of("./muster run --quick", "./muster run --only matmul", "ci/verify"),
        MarkdownCommands.of(page));
  }
}
