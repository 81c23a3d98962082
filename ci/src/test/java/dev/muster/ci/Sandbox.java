package dev.muster.ci;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A small world for the real scripts: a copy of them beside a few sources, and nothing on PATH but
 * plain tools and what a test puts there. Paths hold a space, as people's do.
 */
final class Sandbox {
  private static final List<String> TOOLS =
      List.of(
          ("awk bash cat chmod dirname env find flock grep head ln mkdir paste readlink rm sed"
                  + " sleep sort tail touch tr")
              .split(" "));

  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  private final Path root;
  private final Map<String, String> environment = new TreeMap<>();

  Sandbox(Path folder) {
    root = folder.resolve("a folder");
    TOOLS.forEach(this::passOn);
    Stream.of("jdk.sh", "packages.sh", "packages.txt", "setup.sh", "build.sh", "verify")
        .forEach(name -> copy("ci/" + name));
    copy("muster");
    write("checkout/pom.xml", "<project/>");
    write("checkout/kernels/pom.xml", "<project/>");
    write("checkout/kernels/src/main/java/Kernel.java", "class Kernel {}");
    age("checkout");
    setEnvironment("PATH", path("bin").toString());
    setEnvironment("HOME", path("user").toString());
    setEnvironment("MUSTER_ROOT", path("system").toString());
  }

  private void passOn(String name) {
    Path tool =
        Stream.of("/usr/bin", "/bin")
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> new AssertionError("the tests need " + name));
    script("bin/" + name, "exec %s \"$@\"".formatted(tool));
  }

  private void copy(String name) {
    try {
      Path script = Checkout.root().resolve(name);
      write("checkout/" + name, Files.readString(script));
      Files.setPosixFilePermissions(
          path("checkout/" + name), Files.getPosixFilePermissions(script));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path(String name) {
    return root.resolve(name);
  }

  void setEnvironment(String name, String value) {
    environment.put(name, value);
  }

  void write(String name, String text) {
    try {
      Files.createDirectories(path(name).getParent());
      Files.writeString(path(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a script recorded; empty when it never ran. */
  String read(String name) {
    try {
      return Files.exists(path(name)) ? Files.readString(path(name)) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void link(String name, Path target) {
    try {
      Files.createDirectories(path(name).getParent());
      Files.createSymbolicLink(path(name), target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String name) {
    try {
      Files.delete(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes everything under a folder look as if nobody had touched it for years. */
  void age(String name) {
    try (Stream<Path> files = Files.walk(path(name))) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An executable; its {@code $root} is this sandbox. */
  void script(String name, String body) {
    write(name, "#!/bin/sh\nroot='%s'\n%s\n".formatted(root, body));
    try {
      Files.setPosixFilePermissions(path(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A folder that looks like a JDK, whose java appends its path and its arguments to {@code
   * java.log} and then does what the body says.
   */
  void jdk(String folder, String version, String body) {
    write(
        folder + "/release", "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
    script(folder + "/bin/javac", "");
    script(folder + "/bin/java", "echo \"$0 $*\" >>\"$root/java.log\"\n" + body);
  }

  /** A jar that is whole, and newer than every source. */
  void freshJar() {
    write("checkout/jmh-suites/target/benchmarks.jar", "PK\5\6" + "\0".repeat(18));
  }

  /** Runs a command in the sandbox's root, with nothing on standard input. */
  Outcome run(String... command) {
    return runWithInput("", command);
  }

  Outcome runWithInput(String input, String... command) {
    try {
      return start(input, command).get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command that has been started. */
  interface Running {
    Outcome get() throws IOException;
  }

  Running start(String input, String... command) throws IOException {
    Path folder = Files.createTempDirectory(root, "command");
    Path in = Files.writeString(folder.resolve("in"), input);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    return () -> {
      await(process);
      return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    };
  }

  private static void await(Process process) {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running after a minute: " + process.info());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
