package dev.muster.suites.cli;

import dev.muster.bridge.blas.Peer;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.suites.measure.Discovery;
import dev.muster.suites.measure.Planned;
import dev.muster.suites.tune.Choice;
import dev.muster.suites.tune.PeerSearch;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Searches the settings of other people's libraries and says what was found. */
final class PeerTuning {
  private final Main muster;
  private final Console console;

  PeerTuning(Main muster) {
    this.muster = muster;
    this.console = muster.console();
  }

  void search(List<Peer> peers, TrialTable table) {
    for (Peer peer : peers) {
      PeerSearch.search(peer, trial -> table.row(peer.name(), trial))
          .ifPresent(choice -> console.note(said(peer, choice)));
    }
  }

  private static String said(Peer peer, Choice choice) {
    return choice.setting().isEmpty()
        ? "%s is at its best as shipped".formatted(peer.name())
        : "%s:best is %s=%s".formatted(peer.name(), peer.tuning().variable(), choice.setting());
  }

  /**
   * The lines of a run, with libraries at their best: where settings have not been searched, a full
   * run does it first, and a quick one, which has no time for it, says how.
   */
  List<Planned> atTheirBest(RunScope scope, List<Planned> planned) {
    Set<String> kernels =
        planned.stream().map(each -> each.line().kernel()).collect(Collectors.toSet());
    List<Peer> unsearched =
        PeerSearch.unsearched().stream().filter(peer -> kernels.contains(peer.name())).toList();
    if (unsearched.isEmpty()) {
      return planned;
    }
    String names = unsearched.stream().map(Peer::name).collect(Collectors.joining(", "));
    if (scope.suite() == SuiteChoice.QUICK) {
      console.note(names + " as shipped only; to search their best: ./muster tune peers");
      return planned;
    }
    console.note("searching the best settings of %s, once".formatted(names));
    try {
      search(unsearched, TrialTable.forPeople(muster));
    } catch (BadInputException e) {
      console.note("%s as shipped only: %s".formatted(names, e.getMessage()));
    }
    return scope.plan(Discovery.all());
  }
}
