package dev.muster.suites.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Reads the standard error of a child to its end, and keeps the line that says why it ended. */
final class ErrorLines {
  private static final Pattern NOISE = Pattern.compile("\\s.*|\\s*at .*|WARNING: .*|-+|=+|\\s*");

  private final Thread reader;
  private volatile String last = "";

  private ErrorLines(InputStream stream) {
    this.reader = Thread.ofPlatform().daemon().start(() -> read(stream));
  }

  static ErrorLines of(InputStream stream) {
    return new ErrorLines(stream);
  }

  private void read(InputStream stream) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!NOISE.matcher(line).matches()) {
          last = line;
        }
      }
    } catch (IOException e) {
      last = "its standard error broke: " + e.getMessage();
    }
  }

  /** Waits for the end of the stream. */
  String last() throws InterruptedException {
    reader.join();
    return last;
  }
}
