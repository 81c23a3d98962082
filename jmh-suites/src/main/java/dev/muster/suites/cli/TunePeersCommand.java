package dev.muster.suites.cli;

import dev.muster.results.report.TableFormat;
import dev.muster.suites.measure.BenchmarkLock;
import dev.muster.suites.tune.PeerSearch;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Searches the settings of other people's libraries, so that each is compared at its best. */
@Command(
    name = "peers",
    description = "Search the fastest settings of OpenBLAS, BLIS, oneDNN and MKL.")
final class TunePeersCommand implements Callable<Integer> {

  @ParentCommand private TuneCommand tune;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    tune.requireNothingBefore("peers");
    TableFormat tableFormat = format.format();
    try (BenchmarkLock _ = BenchmarkLock.take()) {
      TrialTable table =
          new TrialTable(tableFormat, tune.muster().console(), tune.muster().interruption());
      new PeerTuning(tune.muster()).search(PeerSearch.peers(), table);
      return table.exitCode();
    }
  }
}
