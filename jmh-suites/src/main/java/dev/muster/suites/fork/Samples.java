package dev.muster.suites.fork;

import dev.muster.offload.pool.Timeline;
import java.util.ArrayList;
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

  void clear() {
    seconds.clear();
    count = 0;
    every = 1;
    computeShareSum = 0;
    communicationShareSum = 0;
    imbalanceSum = 0;
  }

  void add(Timeline timeline) {
    computeShareSum += timeline.share(Timeline.Activity.COMPUTE);
    communicationShareSum += timeline.communicationShare();
    imbalanceSum += timeline.imbalance();
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

  private double mean(double sum) {
    return count == 0 ? 0 : sum / count;
  }
}
