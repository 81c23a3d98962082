package dev.muster.bridge.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.kernels.problem.Support;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorsTest {
  private static final Path OPEN = Path.of("/proc/self/fd");

  /** Nobody else's. */
  private static final int SPARE = 250;

  @TempDir private Path folder;

  @BeforeEach
  void descriptorsCanBeSeen() {
    assumeTrue(Files.isDirectory(OPEN), "open files are listed on Linux only");
  }

  private static Optional<Integer> descriptorOf(Path file) throws IOException {
    try (Stream<Path> all = Files.list(OPEN)) {
      return all.filter(descriptor -> target(descriptor).equals(file.toString()))
          .map(descriptor -> Integer.parseInt(descriptor.getFileName().toString()))
          .findFirst();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException _) {
      return "";
    }
  }

  @Test
  void redirectedDescriptorIsTheOtherFile() throws IOException {
    Path file = folder.toRealPath().resolve("log");
    try (OutputStream _ = Files.newOutputStream(file)) {
      int from = descriptorOf(file).orElseThrow();
      assertEquals(Support.yes(), Descriptors.redirect(from, SPARE));
      assertEquals(file.toString(), target(OPEN.resolve(Integer.toString(SPARE))));
    }
    Files.writeString(OPEN.resolve(Integer.toString(SPARE)), "still open");
    assertEquals("still open", Files.readString(file));
  }

  @Test
  void closedDescriptorIsRefusedWithAReason() {
    assertInstanceOf(Support.No.class, Descriptors.redirect(9999, SPARE));
  }

  @Test
  void fileIsNoTerminalAndAPseudoTerminalIsOne() throws IOException {
    Path file = folder.toRealPath().resolve("plain");
    try (OutputStream _ = Files.newOutputStream(file)) {
      assertFalse(Descriptors.isTerminal(descriptorOf(file).orElseThrow()));
    }
    Path terminal = Path.of("/dev/ptmx");
    assumeTrue(Files.isWritable(terminal), "no pseudo-terminals here");
    try (OutputStream _ = Files.newOutputStream(terminal)) {
      Optional<Integer> descriptor = descriptorOf(terminal).or(() -> inDevpts());
      assertTrue(Descriptors.isTerminal(descriptor.orElseThrow()));
    }
  }

  private static Optional<Integer> inDevpts() {
    try {
      return descriptorOf(Path.of("/dev/pts/ptmx"));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
