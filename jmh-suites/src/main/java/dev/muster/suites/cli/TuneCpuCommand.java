package dev.muster.suites.cli;

import dev.muster.kernels.tensor.DType;
import dev.muster.results.report.TableFormat;
import dev.muster.suites.measure.BenchmarkLock;
import dev.muster.suites.tune.Choice;
import dev.muster.suites.tune.CpuSearch;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Searches the tile and the blocks of our own kernel. */
@Command(
    name = "cpu",
    description = "Search the fastest tile and blocks of the vector kernel for this machine.")
final class TuneCpuCommand implements Callable<Integer> {

  @ParentCommand private TuneCommand tune;

  @Mixin private FormatOption format;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description = "f32 or f64 alone (default: both, about four minutes).")
  private String dtype;

  @Override
  public Integer call() {
    tune.requireNothingBefore("cpu");
    List<DType> dtypes =
        dtype == null ? DType.ofArithmetic() : List.of(DType.parseOfArithmetic(dtype));
    TableFormat tableFormat = format.format();
    Console console = tune.muster().console();
    try (BenchmarkLock _ = BenchmarkLock.take()) {
      TrialTable table = new TrialTable(tableFormat, console, tune.muster().interruption());
      for (DType each : dtypes) {
        Choice choice = CpuSearch.search(each, trial -> table.row("vector", trial));
        console.note(said(each, choice));
      }
      return table.exitCode();
    }
  }

  private static String said(DType dtype, Choice choice) {
    String first = choice.trials().getFirst().setting();
    return choice.setting().equals(first)
        ? "%s: %s, as the caches ask for, is the fastest".formatted(dtype, first)
        : "%s: %s from now on; the caches ask for %s".formatted(dtype, choice.setting(), first);
  }
}
