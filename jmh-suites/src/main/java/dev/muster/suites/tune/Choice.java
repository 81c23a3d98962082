package dev.muster.suites.tune;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a search found on one machine, for one library or for one type of our own kernel, as it is
 * stored.
 *
 * @param machine what the search is valid for, see {@link ChoiceStore#machine}
 * @param origin where the library was found; what our own kernel is
 * @param version of the library, by its own words
 * @param setting the fastest; empty where that is the library as shipped
 * @param trials all that was tried
 */
public record Choice(
    String machine, String origin, String version, String setting, List<Trial> trials) {

  public Choice {
    trials = List.copyOf(trials);
  }

  /**
   * The choice among trials.
   *
   * @param trials the library as shipped, or our kernel as modelled, first, which can be used
   * @param confirmed whether a setting that was faster is so again; asked of one at most
   */
  static Choice of(String machine, List<Trial> trials, Predicate<Trial> confirmed) {
    Trial shipped = trials.getFirst();
    Trial fastest = trials.stream().max(Comparator.comparingDouble(Trial::score)).orElseThrow();
    boolean better = fastest.beats(shipped) && confirmed.test(fastest);
    Trial chosen = better ? fastest : shipped;
    return new Choice(machine, chosen.origin(), chosen.version(), chosen.setting(), trials);
  }
}
