package dev.muster.suites.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** Keeps what JMH and its forks print, to be shown only where a fork fails. */
final class ForkLog implements OutputFormat {
  private final StringBuilder text = new StringBuilder();

  /** All that was printed. */
  synchronized String text() {
    return text.toString();
  }

  @Override
  public synchronized void print(String s) {
    text.append(s);
  }

  @Override
  public synchronized void println(String s) {
    text.append(s).append('\n');
  }

  /** The command of a fork, which says nothing of its end. */
  @Override
  public void verbosePrintln(String s) {}

  @Override
  public void write(int b) {
    print(String.valueOf((char) b));
  }

  @Override
  public void write(byte[] b) throws IOException {
    print(new String(b, StandardCharsets.UTF_8));
  }

  @Override
  public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {
    println("# " + params.getType() + " " + iteration);
  }

  @Override
  public void iterationResult(
      BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult data) {
    println(data.getPrimaryResult().toString());
  }

  @Override
  public void startBenchmark(BenchmarkParams benchmark) {
    println("# " + benchmark.getBenchmark() + " " + benchmark.getParam("line"));
  }

  @Override
  public void endBenchmark(BenchmarkResult result) {}

  @Override
  public void startRun() {}

  @Override
  public void endRun(Collection<RunResult> result) {}

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
