package dev.muster.suites.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.suites.fork.Forks;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A JVM like this one that is asked one thing and ends: drivers are loaded there, since a bad one
 * may end the process that loads it, and what a flag makes of the same code is seen there.
 */
public final class Child {
  private static final List<String> QUICK_TO_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:ErrorFile=/dev/null");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Child() {}

  /**
   * How a child ended and all that it wrote to its standard output.
   *
   * @param exitCode 0 where it came to its end
   * @param ending how that was, for people, after what it was
   * @param lastWords the last line of its standard error that is none of a stack trace
   */
  public record Output(int exitCode, String ending, String text, String lastWords) {
    /** The last line of it. */
    public Answer answer() {
      return new Answer(exitCode, ending, text.substring(text.lastIndexOf('\n') + 1));
    }
  }

  /**
   * What a child answered.
   *
   * @param exitCode 0 where it came to its end
   * @param ending how that was, for people, after what it was
   * @param lastLine of its standard output: a driver may print whatever it likes before
   */
  public record Answer(int exitCode, String ending, String lastLine) {
    /** The value that it gave; empty where it gave none. */
    public <T> Optional<T> read(Class<T> type) {
      try {
        return exitCode == 0 ? Optional.of(JSON.readValue(lastLine, type)) : Optional.empty();
      } catch (JsonProcessingException _) {
        return Optional.empty();
      }
    }

    /** What is said where it gave none, of a child that was to open a pool. */
    public String complaint(String pool) {
      return "opening '%s' %s; its driver may have crashed".formatted(pool, ending);
    }
  }

  /** Gives the answer, in the process of the child. */
  public static void answer(Object value) {
    try {
      PrintStream out = System.out;
      out.println("\n" + JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs {@code main} with the same JDK and class path; its errors are thrown away. */
  public static Answer ask(Class<?> main, String... args) {
    return ask(QUICK_TO_START, main, args);
  }

  /**
   * The same.
   *
   * @param jvmFlags come after those that every child has
   */
  public static Answer ask(List<String> jvmFlags, Class<?> main, String... args) {
    return run(jvmFlags, main, args).answer();
  }

  /**
   * Runs {@code main} with the same JDK and class path, for a minute at most.
   *
   * @param jvmFlags come after those that every child has
   */
  public static Output run(List<String> jvmFlags, Class<?> main, String... args) {
    return run(command(jvmFlags, main, args), Map.of(), Duration.ofMinutes(1));
  }

  /**
   * Runs a command.
   *
   * @param environment variables that it has beside those of this process
   * @param limit after which it is ended
   */
  public static Output run(List<String> command, Map<String, String> environment, Duration limit) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      Process child = builder.start();
      child.getOutputStream().close();
      ErrorLines errors = ErrorLines.of(child.getErrorStream());
      AtomicBoolean hung = new AtomicBoolean();
      Thread watch = Thread.ofPlatform().daemon().start(() -> endIfHanging(child, limit, hung));
      String text =
          new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int exitCode = child.waitFor();
      watch.interrupt();
      String ending =
          hung.get()
              ? "gave no answer within %d s and was ended".formatted(limit.toSeconds())
              : "ended with exit code %d".formatted(exitCode);
      return new Output(exitCode, ending, text, errors.last());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + command.getFirst(), e);
    }
  }

  /** The command that runs {@code main} with the same JDK and class path. */
  public static List<String> command(List<String> jvmFlags, Class<?> main, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Forks.JVM_FLAGS);
    command.add("-XX:ErrorFile=/dev/null");
    command.addAll(jvmFlags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(args));
    return command;
  }

  private static void endIfHanging(Process child, Duration limit, AtomicBoolean hung) {
    try {
      if (!child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        hung.set(true);
        child.descendants().forEach(ProcessHandle::destroyForcibly);
        child.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
