package dev.muster.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Our classes as they would be with a contribution: the files of its diff are patched and compiled
 * in a folder of their own, and stand in front of all that the tests see.
 */
final class PatchedTree implements AutoCloseable {
  private static final String OURS = "dev.muster.";

  private final OursFirst loader;

  /**
   * Patches and compiles, each warning an error, as the build does.
   *
   * @param folder empty
   */
  PatchedTree(Contribution contribution, Path folder) throws Exception {
    for (String file : contribution.files()) {
      Path original = Checkout.root().resolve(file);
      if (Files.exists(original)) {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.copy(original, folder.resolve(file));
      }
    }
    gitApply(contribution, folder);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    for (String file : contribution.files()) {
      if (file.endsWith(".java")) {
        compile(folder.resolve(file), classes);
      } else {
        Path resource = classes.resolve(file.replaceFirst(".*/src/main/resources/", ""));
        Files.createDirectories(resource.getParent());
        Files.copy(folder.resolve(file), resource);
      }
    }
    loader = new OursFirst(classes);
  }

  /** Applies a diff in a folder; with {@code --check} only tries to. */
  static void gitApply(Contribution contribution, Path folder, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "apply"));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    // Inside of another checkout git would take the paths for those of that one, and do nothing.
    builder
        .environment()
        .put("GIT_CEILING_DIRECTORIES", folder.toRealPath().getParent().toString());
    Process git = builder.start();
    try (var in = git.getOutputStream()) {
      in.write(contribution.diff().getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, git.waitFor(), said);
  }

  private static void compile(Path source, Path classes) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                said,
                said,
                "-Xlint:all,-processing,-incubating,-path",
                "-Werror",
                "-proc:none",
                "--add-modules=jdk.incubator.vector",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
    assertEquals(0, exitCode, () -> said.toString(StandardCharsets.UTF_8));
  }

  /** A new instance of a class as it is in this tree. */
  Object create(Class<?> ours, String argument) throws Exception {
    Class<?> there = loader.loadClass(ours.getName());
    return call(() -> there.getConstructor(String.class).newInstance(argument));
  }

  /** Does something while services are looked up in this tree. */
  <T> T call(Callable<T> action) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return action.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  /** Loads our classes anew, so that a new one shares their packages; all others are shared. */
  private static final class OursFirst extends URLClassLoader {
    OursFirst(Path classes) {
      super(urls(classes), PatchedTree.class.getClassLoader());
    }

    private static URL[] urls(Path classes) {
      String seen = System.getProperty("java.class.path");
      return Stream.concat(
              Stream.of(classes), Stream.of(seen.split(File.pathSeparator)).map(Path::of))
          .map(OursFirst::url)
          .toArray(URL[]::new);
    }

    private static URL url(Path path) {
      try {
        return path.toUri().toURL();
      } catch (IOException e) {
        throw new IllegalArgumentException(path.toString(), e);
      }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(OURS)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
