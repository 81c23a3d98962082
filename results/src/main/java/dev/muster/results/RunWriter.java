package dev.muster.results;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Appends results to the file of a run. Each is one line, written and forced to the disk before
 * {@link #append} returns: whatever ends the process later leaves it whole. An interrupt does not
 * hinder it.
 *
 * <p>One thread at a time.
 */
public final class RunWriter implements AutoCloseable {
  private final Path file;
  private long wholeBytes;
  private Optional<RandomAccessFile> open = Optional.empty();

  private RunWriter(Path file, long wholeBytes) {
    this.file = file;
    this.wholeBytes = wholeBytes;
  }

  /** Writes to a file that does not exist yet; it is made with the first result. */
  static RunWriter create(Path file) {
    return new RunWriter(file, 0);
  }

  /**
   * Goes on behind the whole lines of a stored run; a torn last line is cut off.
   *
   * @throws StoreException where the file cannot be written
   */
  public static RunWriter resume(StoredRun run) {
    RunWriter writer = new RunWriter(run.file(), run.wholeBytes());
    try {
      writer.open();
    } catch (IOException e) {
      throw writer.unusable(e);
    }
    return writer;
  }

  /** Where the results go. */
  public Path file() {
    return file;
  }

  /**
   * Stores one result.
   *
   * @throws StoreException where it cannot be written, e.g. on a full disk; what was stored before
   *     stays whole
   */
  public void append(Result result) {
    byte[] line = (ResultJson.write(result) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      write(open.isPresent() ? open.get() : createAndOpen(), line);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private void write(RandomAccessFile out, byte[] line) throws IOException {
    try {
      out.seek(wholeBytes);
      out.write(line);
      out.getFD().sync();
      wholeBytes += line.length;
    } catch (IOException e) {
      out.setLength(wholeBytes);
      throw e;
    }
  }

  private RandomAccessFile createAndOpen() throws IOException {
    Files.createFile(file);
    return open();
  }

  private RandomAccessFile open() throws IOException {
    RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
    open = Optional.of(out);
    out.setLength(wholeBytes);
    return out;
  }

  private StoreException unusable(IOException cause) {
    return new StoreException(
        "cannot write '%s': %s %s"
            .formatted(file, cause.getClass().getSimpleName(), cause.getMessage()),
        cause);
  }

  @Override
  public void close() {
    try {
      if (open.isPresent()) {
        open.get().close();
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }
}
