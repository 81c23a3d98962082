package dev.muster.suites.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.muster.results.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.function.Consumer;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/**
 * JMH's own JSON of a run, beside ours: {@code <run>.jmh.json}. Written anew after each
 * measurement, so that it is whole whenever the run ends; a run that goes on adds to it.
 */
final class JmhJson implements Consumer<Collection<RunResult>> {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final ArrayNode all;

  /**
   * @param run the file of our results
   */
  JmhJson(Path run) {
    String name = run.getFileName().toString().replaceFirst("[.]jsonl$", "");
    this.file = run.resolveSibling(name + ".jmh.json");
    this.all = Files.exists(file) ? read() : JSON.createArrayNode();
  }

  private ArrayNode read() {
    try {
      return parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw unusable("read", e);
    }
  }

  private static ArrayNode parse(byte[] json) throws IOException {
    return JSON.readValue(json, ArrayNode.class);
  }

  private StoreException unusable(String verb, IOException cause) {
    String reason = cause instanceof JacksonException ? "not JMH's JSON" : cause.toString();
    return new StoreException("cannot %s '%s': %s".formatted(verb, file, reason), cause);
  }

  @Override
  public void accept(Collection<RunResult> found) {
    if (found.isEmpty()) {
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ResultFormatFactory.getInstance(
            ResultFormatType.JSON, new PrintStream(bytes, true, StandardCharsets.UTF_8))
        .writeOut(found);
    try {
      all.addAll(parse(bytes.toByteArray()));
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.write(part, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unusable("write", e);
    }
  }
}
