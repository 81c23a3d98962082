package dev.muster.suites.measure;

import dev.muster.kernels.problem.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps two benchmarks from measuring each other. It is the file that JMH locks, held here from the
 * first measurement to the last, and not for each alone: nobody gets in between. So it also keeps
 * off plain JMH, and is kept off by it.
 */
public final class BenchmarkLock implements AutoCloseable {
  private static final String IGNORE_IN_JMH = "jmh.ignoreLock";

  private final FileChannel channel;

  private BenchmarkLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, or refuses at once.
   *
   * @throws BadInputException where another process has it
   */
  public static BenchmarkLock take() {
    System.setProperty(IGNORE_IN_JMH, "true");
    return take(Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock"));
  }

  static BenchmarkLock take(Path file) {
    try {
      FileChannel channel = open(file);
      if (lock(channel)) {
        return new BenchmarkLock(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new BadInputException(
          "cannot lock '%s' (%s), which keeps benchmarks apart; legal: a file that can be written"
              .formatted(file, e.getClass().getSimpleName()));
    }
    throw new BadInputException(
        "another benchmark is running here: it holds '%s'; legal: wait until it ends"
            .formatted(file));
  }

  /**
   * Asked for as one that may have to be made, the file of another user is refused where the folder
   * belongs to all ({@code fs.protected_regular}), whoever may write it. Once made it stays.
   */
  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (NoSuchFileException _) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      var _ = file.toFile().setWritable(true, false);
      return channel;
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
