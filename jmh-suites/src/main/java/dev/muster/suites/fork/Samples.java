package dev.muster.suites.fork;

import dev.muster.offload.pool.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Times of repetitions, thinned evenly so that no more than {@value #KEPT_MAX} are kept. */
final class Samples {
  private static final int KEPT_MAX = 512;

  private final List<Double> seconds = new ArrayList<>();
  private long count;
  private long every = 1;
  private double computeShareSum;
  private double communicationShareSum;
  private double imbalanceSum;
  private long[] finishNanosSums = {};

  void clear() {
    seconds.clear();
    count = 0;
    every = 1;
    computeShareSum = 0;
    communicationShareSum = 0;
    imbalanceSum = 0;
    finishNanosSums = new long[0];
  }

  void add(Timeline timeline) {
    computeShareSum += timeline.share(Timeline.Activity.COMPUTE);
    communicationShareSum += timeline.communicationShare();
    imbalanceSum += timeline.imbalance();
    finishNanosSums = Arrays.copyOf(finishNanosSums, timeline.spans().size());
    Arrays.setAll(finishNanosSums, rank -> finishNanosSums[rank] + timeline.finishNanos(rank));
    if (count % every == 0) {
      seconds.add(timeline.nanos() * 1e-9);
    }
    count++;
    if (seconds.size() > KEPT_MAX) {
      dropEverySecond();
    }
  }

  private void dropEverySecond() {
    List<Double> kept = new ArrayList<>();
    for (int i = 0; i < seconds.size(); i += 2) {
      kept.add(seconds.get(i));
    }
    seconds.clear();
    seconds.addAll(kept);
    every *= 2;
  }

  /** Repetitions seen. */
  long count() {
    return count;
  }

  List<Double> seconds() {
    return List.copyOf(seconds);
  }

  double meanComputeShare() {
    return mean(computeShareSum);
  }

  double meanCommunicationShare() {
    return mean(communicationShareSum);
  }

  double meanImbalance() {
    return mean(imbalanceSum);
  }

  /** By how much of its mean time the last rank is done after the first, from 0 to 1. */
  double finishApart() {
    long last = Arrays.stream(finishNanosSums).max().orElse(0);
    long first = Arrays.stream(finishNanosSums).min().orElse(0);
    return PlanFacts.finishApart((double) first, (double) last);
  }

  private double mean(double sum) {
    return count == 0 ? 0 : sum / count;
  }
}
