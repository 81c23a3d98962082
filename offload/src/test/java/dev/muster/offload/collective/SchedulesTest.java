package dev.muster.offload.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  private static final List<Region> BUFFERS =
      List.of(new Region(5, 100, 10), new Region(6, 200, 10), new Region(7, 300, 4));

  @Test
  void everyStepMovesToItsRanksAndBuffers() {
    Region low = new Region(0, 0, 4);
    Region high = new Region(1, 6, 4);
    Region spare = new Region(2, 0, 4);
    List<Step> steps =
        List.of(
            new Step.Copy(low, high),
            new Step.Reduce(low, spare, high),
            new Step.Compute(9),
            new Step.Send(0, low),
            new Step.Receive(1, high),
            new Step.Together(
                List.of(new Step.Send(1, low), new Step.ReceiveReduce(0, spare, high))));

    Region lowThere = new Region(5, 100, 4);
    Region highThere = new Region(6, 206, 4);
    Region spareThere = new Region(7, 300, 4);
    assertEquals(
        List.of(
            new Step.Copy(lowThere, highThere),
            new Step.Reduce(lowThere, spareThere, highThere),
            new Step.Compute(9),
            new Step.Send(3, lowThere),
            new Step.Receive(8, highThere),
            new Step.Together(
                List.of(
                    new Step.Send(8, lowThere), new Step.ReceiveReduce(3, spareThere, highThere)))),
        Schedules.inGroup(steps, List.of(3, 8), BUFFERS));
  }

  @Test
  void stepThatLeavesItsBufferIsRefused() {
    List<Step> steps = List.of(new Step.Send(0, new Region(2, 1, 4)));
    assertThrows(
        IllegalArgumentException.class, () -> Schedules.inGroup(steps, List.of(3, 8), BUFFERS));
  }
}
