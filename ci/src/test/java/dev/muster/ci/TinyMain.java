package dev.muster.ci;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A command line that does nothing but what the launcher expects of the real one. */
final class TinyMain {
  private static final String NAME = "dev.muster.suites.cli.Main";

  private static final String SOURCE =
      """
      package dev.muster.suites.cli;

      import java.lang.foreign.*;

      public class Main {
        public static void main(String[] arguments) throws Throwable {
          Linker linker = Linker.nativeLinker();
          FunctionDescriptor type =
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
          int descriptor = Integer.getInteger("muster.stderr");
          int moved =
              (int) linker.downcallHandle(linker.defaultLookup().find("dup2").orElseThrow(), type)
                  .invokeExact(descriptor, 2);
          System.err.println(moved == 2 ? "moved" : "not moved");
        }
      }
      """;

  private TinyMain() {}

  static void buildJar(Path jar) throws IOException {
    Path classes =
        Compiled.into(Files.createTempDirectory(jar.getParent(), "classes"), Map.of(NAME, SOURCE));
    String entry = NAME.replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry(entry));
      Files.copy(classes.resolve(entry), out);
    }
  }
}
