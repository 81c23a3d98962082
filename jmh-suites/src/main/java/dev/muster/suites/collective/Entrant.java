package dev.muster.suites.collective;

import java.util.List;

/**
 * One way to do a collective that is set beside others.
 *
 * @param name as it stands in the table
 * @param place where its ranks are
 * @param ranks how many
 * @param spec what it measures
 */
public record Entrant(String name, Place place, int ranks, SweepSpec spec) {

  /**
   * Measures it once.
   *
   * @throws SweepException where that ended without an answer
   */
  public SweepAnswer run() {
    return place.measure(name, ranks, spec);
  }

  /** The same under another name. */
  public Entrant named(String newName) {
    return new Entrant(newName, place, ranks, spec);
  }

  /** The same at a first look. */
  Entrant looking() {
    return new Entrant(name, place, ranks, spec.looking());
  }

  /** The same with other turns. */
  public Entrant with(List<SweepSpec.Turn> turns) {
    return new Entrant(name, place, ranks, spec.with(turns));
  }
}
