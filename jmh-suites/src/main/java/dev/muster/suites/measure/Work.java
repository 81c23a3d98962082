package dev.muster.suites.measure;

import dev.muster.results.Result;
import java.util.List;

/** What is measured in one go and gives one result or several: all of a run is made of it. */
public interface Work {

  /** What it is, for whoever watches. */
  String text();

  /** How long it is thought to take. */
  double expectedSeconds();

  /** The keys of its results, in order. */
  List<Result.Key> keys();

  /** Does it; what fails makes a result that says so. */
  List<Result> measure(Meter meter);
}
