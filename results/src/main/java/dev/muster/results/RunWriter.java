package dev.muster.results;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * Appends results to the file of a run. Each is one line, written and forced to the disk before
 * {@link #append} returns: whatever ends the process later leaves it whole.
 *
 * <p>One thread at a time.
 */
public final class RunWriter implements AutoCloseable {
  private final Path file;
  private final Set<StandardOpenOption> options;
  private final long keptBytes;
  private Optional<FileChannel> channel = Optional.empty();

  private RunWriter(Path file, Set<StandardOpenOption> options, long keptBytes) {
    this.file = file;
    this.options = options;
    this.keptBytes = keptBytes;
  }

  /** Writes to a file that does not exist yet; it is made with the first result. */
  static RunWriter create(Path file) {
    return new RunWriter(file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), 0);
  }

  /**
   * Goes on behind the whole lines of a stored run; a torn last line is cut off with the first
   * result that is appended.
   *
   * @throws StoreException where the file cannot be written
   */
  public static RunWriter resume(StoredRun run) {
    RunWriter writer =
        new RunWriter(run.file(), Set.of(StandardOpenOption.WRITE), run.wholeBytes());
    writer.open();
    return writer;
  }

  /** Where the results go. */
  public Path file() {
    return file;
  }

  /**
   * Stores one result.
   *
   * @throws StoreException where it cannot be written, e.g. on a full disk
   */
  public void append(Result result) {
    byte[] line = (ResultJson.write(result) + "\n").getBytes(StandardCharsets.UTF_8);
    FileChannel out = channel.orElseGet(this::open);
    try {
      ByteBuffer rest = ByteBuffer.wrap(line);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(false);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private FileChannel open() {
    try {
      FileChannel opened = FileChannel.open(file, options);
      channel = Optional.of(opened);
      return opened.truncate(keptBytes).position(keptBytes);
    } catch (IOException e) {
      throw unusable(e);
    }
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
      if (channel.isPresent()) {
        channel.get().close();
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }
}
