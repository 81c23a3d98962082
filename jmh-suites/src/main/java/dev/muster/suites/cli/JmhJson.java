package dev.muster.suites.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/**
 * JMH's own JSON of a run, beside ours: {@code <run>.jmh.json}. Written anew after each
 * measurement, so that it is whole whenever the run ends.
 */
final class JmhJson implements Consumer<Collection<RunResult>> {
  private final Path file;
  private final List<RunResult> results = new ArrayList<>();

  /**
   * @param run the file of our results
   */
  JmhJson(Path run) {
    String name = run.getFileName().toString().replaceFirst("[.]jsonl$", "");
    this.file = run.resolveSibling(name + ".jmh.json");
  }

  @Override
  public void accept(Collection<RunResult> found) {
    if (found.isEmpty()) {
      return;
    }
    results.addAll(found);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ResultFormatFactory.getInstance(
            ResultFormatType.JSON, new PrintStream(bytes, true, StandardCharsets.UTF_8))
        .writeOut(results);
    try {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.write(part, bytes.toByteArray());
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
