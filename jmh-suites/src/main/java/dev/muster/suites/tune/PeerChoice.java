package dev.muster.suites.tune;

import java.util.Comparator;
import java.util.List;

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

  /** Less is no difference: a setting that does the same work must not win by chance. */
  private static final double ADVANTAGE = 1.02;

  public PeerChoice {
    trials = List.copyOf(trials);
  }

  /**
   * The choice among trials.
   *
   * @param trials the library as shipped first, which can be used
   */
  static PeerChoice of(String machine, List<PeerTrial> trials) {
    PeerTrial shipped = trials.getFirst();
    PeerTrial fastest =
        trials.stream().max(Comparator.comparingDouble(PeerTrial::score)).orElseThrow();
    PeerTrial chosen = fastest.score() > ADVANTAGE * shipped.score() ? fastest : shipped;
    return new PeerChoice(machine, chosen.origin(), chosen.version(), chosen.setting(), trials);
  }
}
