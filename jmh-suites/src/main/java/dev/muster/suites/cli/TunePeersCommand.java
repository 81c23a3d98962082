package dev.muster.suites.cli;

import dev.muster.bridge.blas.Peer;
import dev.muster.results.report.TableFormat;
import dev.muster.suites.measure.BenchmarkLock;
import dev.muster.suites.tune.PeerChoice;
import dev.muster.suites.tune.PeerSearch;
import java.util.Optional;
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
    TableFormat tableFormat = format.format();
    Console console = tune.muster().console();
    try (BenchmarkLock _ = BenchmarkLock.take()) {
      TrialTable table = new TrialTable(tableFormat, console);
      for (Peer peer : PeerSearch.peers()) {
        Optional<PeerChoice> choice = PeerSearch.search(peer, t -> table.row(peer.name(), t));
        choice.ifPresent(it -> console.note(said(peer, it)));
      }
    }
    return Main.OK;
  }

  private static String said(Peer peer, PeerChoice choice) {
    return choice.setting().isEmpty()
        ? "%s:best is %s as shipped".formatted(peer.name(), peer.name())
        : "%s:best is %s=%s".formatted(peer.name(), peer.tuning().variable(), choice.setting());
  }
}
