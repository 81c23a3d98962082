package dev.muster.ci;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/**
 * The jar that users run, in processes of its own: as {@code muster} or as plain JMH. It locks and
 * keeps temporary files in a folder of the test, so that other benchmarks on this machine do not
 * matter.
 */
final class MusterProcess {
  private static final String INCUBATOR = "WARNING: Using incubator modules: jdk.incubator.vector";
  private static final long LIMIT_SECONDS = 120;

  private final Path folder;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<String> before = new ArrayList<>();
  private String classPath = jar().toString();

  /**
   * @param folder of the test
   */
  MusterProcess(Path folder) {
    this.folder = folder;
  }

  private static Path jar() {
    Path jar = Checkout.root().resolve("jmh-suites/target/benchmarks.jar");
    if (!Files.exists(jar)) {
      throw new AssertionError("no %s: 'mvn verify' packages it first".formatted(jar));
    }
    return jar;
  }

  /** With the kernels of the other module's tests, which are broken in one way each. */
  MusterProcess withBrokenKernels() {
    classPath += ":" + Checkout.root().resolve("jmh-suites/target/test-classes");
    return this;
  }

  MusterProcess with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Puts words before the command, such as another command that starts it. */
  MusterProcess behind(String... words) {
    before.addAll(List.of(words));
    return this;
  }

  /**
   * In a process group of its own, as a shell starts a command, and with SIGINT as it is at first.
   */
  MusterProcess inGroupOfItsOwn() {
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/setsid")), "needs setsid(1)");
    return behind("setsid", "env", "--default-signal=INT");
  }

  /** Runs a {@code muster} command to its end. */
  Outcome muster(String... arguments) {
    return run(musterCommand(arguments));
  }

  /** Starts a {@code muster} command. */
  Running start(String... arguments) {
    return start(musterCommand(arguments));
  }

  /** Runs plain JMH to its end. */
  Outcome jmh(String... arguments) {
    return run(java(List.of("-jar", classPath), arguments));
  }

  /** The words that start a {@code muster} command. */
  List<String> musterCommand(String... arguments) {
    return java(
        List.of(
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            "dev.muster.suites.cli.Main"),
        arguments);
  }

  private List<String> java(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.add("-Djava.io.tmpdir=" + folder);
    command.addAll(options);
    command.addAll(List.of(arguments));
    return command;
  }

  private Outcome run(List<String> command) {
    return start(command).end();
  }

  private Running start(List<String> command) {
    try {
      Path streams = Files.createTempDirectory(folder, "process");
      Path out = streams.resolve("out");
      Path err = streams.resolve("err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      return new Running(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process and the files that its streams go to. */
  record Running(Process process, Path out, Path err) {

    /** Waits until it has started a process. */
    void awaitChild() throws InterruptedException {
      while (process.isAlive() && process.descendants().findAny().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }

    /** Ctrl-C at a terminal; waits for its end, and for that of all that it had started. */
    Outcome interruptGroup() throws Exception {
      return interrupt("-" + process.pid());
    }

    /** SIGINT to this process only; waits for its end, and for that of all that it had started. */
    Outcome interruptAlone() throws Exception {
      return interrupt(Long.toString(process.pid()));
    }

    private Outcome interrupt(String target) throws Exception {
      List<ProcessHandle> started = process.descendants().toList();
      new ProcessBuilder("kill", "-INT", "--", target).start().waitFor();
      Outcome outcome = end();
      for (ProcessHandle each : started) {
        each.onExit().get(10, TimeUnit.SECONDS);
      }
      return outcome;
    }

    /** Waits for its end. */
    Outcome end() {
      try {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
          throw new AssertionError("does not end: " + Files.readString(err));
        }
        return new Outcome(process.exitValue(), Files.readString(out), withoutWarning());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }

    /** The launcher filters it. */
    private String withoutWarning() throws IOException {
      return Files.readString(err)
          .lines()
          .filter(line -> !line.equals(INCUBATOR))
          .map(line -> line + "\n")
          .collect(Collectors.joining());
    }
  }
}
