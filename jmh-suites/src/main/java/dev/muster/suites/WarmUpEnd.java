package dev.muster.suites;

import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/** Tells when the warm-up of a benchmark is over. */
final class WarmUpEnd {
  private boolean measuring;

  /** True for the first iteration that counts. */
  boolean isAt(IterationParams iteration) {
    boolean counts = iteration.getType() == IterationType.MEASUREMENT;
    boolean first = counts && !measuring;
    measuring = counts;
    return first;
  }
}
