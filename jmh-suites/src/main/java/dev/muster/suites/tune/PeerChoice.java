package dev.muster.suites.tune;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a search found for one library on one machine, as it is stored.
 *
 * @param machine what the search is valid for, see {@link PeerStore#machine}
 * @param origin where the library was found
 * @param version of the library, by its own words
 * @param setting the fastest; empty where that is the library as shipped
 * @param trials all that was tried
 */
public record PeerChoice(
    String machine, String origin, String version, String setting, List<PeerTrial> trials) {

  public PeerChoice {
    trials = List.copyOf(trials);
  }

  /**
   * The choice among trials.
   *
   * @param trials the library as shipped first, which can be used
   * @param confirmed whether a setting that was faster is so again; asked of one at most
   */
  static PeerChoice of(String machine, List<PeerTrial> trials, Predicate<PeerTrial> confirmed) {
    PeerTrial shipped = trials.getFirst();
    PeerTrial fastest =
        trials.stream().max(Comparator.comparingDouble(PeerTrial::score)).orElseThrow();
    boolean better = fastest.beats(shipped) && confirmed.test(fastest);
    PeerTrial chosen = better ? fastest : shipped;
    return new PeerChoice(machine, chosen.origin(), chosen.version(), chosen.setting(), trials);
  }
}
