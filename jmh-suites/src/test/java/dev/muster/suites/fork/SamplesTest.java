package dev.muster.suites.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.offload.pool.Timeline;
import dev.muster.offload.pool.Timeline.Activity;
import dev.muster.offload.pool.Timeline.Span;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SamplesTest {

  /** Whichever is last in one repetition is first in another: shares as they should be. */
  @Test
  void ranksThatAreLastInTurnsAreNotApart() {
    Samples samples = new Samples();
    samples.add(ranks(800, 1000));
    samples.add(ranks(1000, 800));
    assertEquals(0, samples.finishApart(), 1e-12);
    assertEquals(1000.0 / 900 - 1, samples.meanImbalance(), 1e-12);
  }

  @Test
  void aRankThatIsAlwaysFirstIsApartByItsMeanTime() {
    Samples samples = new Samples();
    samples.add(ranks(700, 1000));
    samples.add(ranks(900, 1000));
    assertEquals(0.2, samples.finishApart(), 1e-12);
  }

  @Test
  void theWarmUpIsForgotten() {
    Samples samples = new Samples();
    samples.add(ranks(100, 1000));
    samples.clear();
    samples.add(ranks(1000, 1000));
    assertEquals(0, samples.finishApart(), 1e-12);
    assertEquals(1, samples.count());
  }

  private static Timeline ranks(long... nanos) {
    return new Timeline(
        0,
        LongStream.of(nanos).max().orElseThrow(),
        LongStream.of(nanos).mapToObj(end -> List.of(new Span(Activity.COMPUTE, 0, end))).toList());
  }
}
