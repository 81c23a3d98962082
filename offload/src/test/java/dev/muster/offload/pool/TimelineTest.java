package dev.muster.offload.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.offload.pool.Timeline.Activity;
import dev.muster.offload.pool.Timeline.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Timeline TWO_RANKS =
      new Timeline(
          100,
          1100,
          List.of(
              List.of(new Span(Activity.COMPUTE, 100, 700), new Span(Activity.COPY, 700, 900)),
              List.of(
                  new Span(Activity.TRANSFER, 200, 1100), new Span(Activity.COMPUTE, 300, 500))));

  @Test
  void aRankIsDoneWhenItsLastStepEndsWhateverBeganLast() {
    assertEquals(800, TWO_RANKS.finishNanos(0));
    assertEquals(1000, TWO_RANKS.finishNanos(1));
  }

  @Test
  void aRankWithoutStepsIsDoneAtOnce() {
    assertEquals(0, new Timeline(100, 1100, List.of(List.of())).finishNanos(0));
  }

  @Test
  void imbalanceIsTheLongestOverTheMean() {
    assertEquals(600.0 / 400 - 1, TWO_RANKS.imbalance(), 1e-12);
  }

  @Test
  void communicationIsTransfersCopiesAndReductions() {
    assertEquals((200.0 + 900) / 2000, TWO_RANKS.communicationShare(), 1e-12);
  }
}
