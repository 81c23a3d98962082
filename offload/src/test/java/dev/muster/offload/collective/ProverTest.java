package dev.muster.offload.collective;

import static dev.muster.kernels.problem.CollectiveKind.ALL_REDUCE;
import static dev.muster.offload.collective.CollectiveAlgorithm.INPUT;
import static dev.muster.offload.collective.CollectiveAlgorithm.OUTPUT;
import static dev.muster.offload.collective.CollectiveAlgorithm.SCRATCH;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The prover refuses every kind of wrong schedule, and for the right reason. */
class ProverTest {
  private static final long COUNT = 4;
  private static final Region IN = new Region(INPUT, 0, COUNT);
  private static final Region OUT = new Region(OUTPUT, 0, COUNT);
  private static final Region SPARE = new Region(SCRATCH, 0, COUNT);

  @Test
  void rightScheduleOfTwoRanksIsProved() {
    prove(2 * COUNT, bothSwapAndAdd(0), bothSwapAndAdd(1));
  }

  @Test
  void sendAndReceiveInOppositeOrderIsProved() {
    prove(
        2 * COUNT,
        List.of(new Step.Send(1, IN), new Step.Receive(1, SPARE), new Step.Reduce(SPARE, IN, OUT)),
        List.of(new Step.Receive(0, SPARE), new Step.Send(0, IN), new Step.Reduce(SPARE, IN, OUT)));
  }

  @Test
  void missingContributionIsRefused() {
    refused(
        "ends with element 0 of vectors {0} in element 0 of buffer 1", 0, copyOnly(), copyOnly());
  }

  @Test
  void contributionAddedTwiceIsRefused() {
    refused(
        "adds element 0 of vectors {1} and element 0 of vectors {0, 1}",
        3 * COUNT,
        List.of(
            new Step.Receive(1, SPARE),
            new Step.Reduce(SPARE, IN, OUT),
            new Step.ReceiveReduce(1, OUT, OUT),
            new Step.Send(1, OUT)),
        List.of(new Step.Send(0, IN), new Step.Send(0, IN), new Step.Receive(0, OUT)));
  }

  @Test
  void elementsOfDifferentPlacesAreNotAdded() {
    Region low = new Region(INPUT, 0, 2);
    Region high = new Region(INPUT, 2, 2);
    refused(
        "adds element 2 of vectors {1} and element 0 of vectors {0}",
        2,
        List.of(new Step.ReceiveReduce(1, low, new Region(OUTPUT, 0, 2))),
        List.of(new Step.Send(0, high)));
  }

  @Test
  void elementsThatEndInTheWrongPlaceAreRefused() {
    Region low = new Region(OUTPUT, 0, 2);
    Region high = new Region(OUTPUT, 2, 2);
    Region spare = new Region(SCRATCH, 0, 2);
    List<Step> swapHalves =
        List.of(
            new Step.Copy(IN, OUT),
            new Step.Copy(low, spare),
            new Step.Copy(high, low),
            new Step.Copy(spare, high));
    refused("ends with element 2 of vectors {0} in element 0", 0, List.of(swapHalves));
  }

  @Test
  void ringOfSendsDeadlocks() {
    List<List<Step>> steps =
        List.of(sendThenReceive(1, 2), sendThenReceive(2, 0), sendThenReceive(0, 1));
    refused("deadlock", 3 * COUNT, steps);
  }

  @Test
  void reductionThatWaitsForALaterOneDeadlocks() {
    refused(
        "deadlock",
        4 * COUNT,
        List.of(
            List.of(
                new Step.Together(
                    List.of(
                        new Step.ReceiveReduce(1, IN, OUT), new Step.ReceiveReduce(2, OUT, OUT))),
                new Step.Send(2, OUT)),
            List.of(new Step.Receive(2, OUT), new Step.Send(0, IN)),
            List.of(new Step.Send(0, IN), new Step.Send(1, IN))));
  }

  @Test
  void sendThatNobodyReceivesIsRefused() {
    refused("unmatched", COUNT, List.of(new Step.Send(1, IN)), copyOnly());
  }

  @Test
  void receiveThatNobodySendsIsRefused() {
    refused("unmatched", COUNT, copyOnly(), List.of(new Step.Receive(0, OUT)));
  }

  @Test
  void lengthsMustMatch() {
    refused(
        "differ in length",
        COUNT,
        List.of(new Step.Send(1, IN)),
        List.of(new Step.Receive(0, new Region(OUTPUT, 0, COUNT - 1))));
  }

  @Test
  void rankDoesNotSendToItself() {
    refusedAlone("no such peer", new Step.Send(0, IN));
  }

  @Test
  void rankDoesNotSendToNobody() {
    refusedAlone("no such peer", new Step.Send(1, IN));
  }

  @Test
  void movedElementsMustBeThoseAnnounced() {
    refused("elements moved", 2 * COUNT + 1, bothSwapAndAdd(0), bothSwapAndAdd(1));
  }

  @Test
  void undefinedElementsAreNotRead() {
    refusedAlone("undefined", new Step.Copy(SPARE, OUT));
  }

  @Test
  void nothingLiesBehindTheEndOfABuffer() {
    refusedAlone("no such memory", new Step.Copy(new Region(INPUT, 1, COUNT), OUT));
  }

  @Test
  void inputIsOnlyReadOutOfPlace() {
    List<Step> clobbers = List.of(new Step.ReceiveReduce(1, IN, IN), new Step.Copy(IN, OUT));
    refused(
        "rank 0 ends with element 0 of vectors {0, 1} in element 0 of buffer 0",
        2 * COUNT,
        join(clobbers, List.of(new Step.Send(1, OUT))),
        List.of(new Step.Send(0, IN), new Step.Receive(0, OUT)));
  }

  @Test
  void receivingIntoWhatIsSentIsAHazard() {
    List<Step> swapsInPlace0 =
        List.of(
            new Step.Copy(IN, OUT),
            new Step.Together(List.of(new Step.Send(1, OUT), new Step.ReceiveReduce(1, OUT, OUT))));
    List<Step> swapsInPlace1 =
        List.of(
            new Step.Copy(IN, OUT),
            new Step.Together(List.of(new Step.Send(0, OUT), new Step.ReceiveReduce(0, OUT, OUT))));
    refused("hazard OUT_OF_PLACE", 2 * COUNT, swapsInPlace0, swapsInPlace1);
  }

  @Test
  void hazardThatOnlyShowsInPlaceIsFound() {
    refused("hazard IN_PLACE", 2 * COUNT, List.of(swapAndAdd(1)), List.of(swapAndAdd(0)));
  }

  @Test
  void twoReceivesIntoTheSameRegionAreAHazard() {
    Step both = new Step.Together(List.of(new Step.Receive(1, OUT), new Step.Receive(1, OUT)));
    refused(
        "hazard", 2 * COUNT, List.of(both), List.of(new Step.Send(0, IN), new Step.Send(0, IN)));
  }

  @Test
  void operandThatAnotherReductionWritesIsAHazard() {
    Region low = new Region(OUTPUT, 0, 2);
    Region high = new Region(OUTPUT, 2, 2);
    Step chained =
        new Step.Together(
            List.of(
                new Step.ReceiveReduce(1, new Region(INPUT, 0, 2), low),
                new Step.ReceiveReduce(1, low, high)));
    refused(
        "hazard",
        4,
        List.of(chained),
        List.of(
            new Step.Send(0, new Region(INPUT, 0, 2)), new Step.Send(0, new Region(INPUT, 2, 2))));
  }

  @Test
  void regionsThatOverlapInPartAreRefused() {
    Step shifts = new Step.Copy(new Region(OUTPUT, 0, 3), new Region(OUTPUT, 1, 3));
    refusedAlone("overlap in part", new Step.Copy(IN, OUT), shifts);
  }

  @Test
  void collectiveComputesNothing() {
    refusedAlone("computes tile 3", new Step.Compute(3));
  }

  @Test
  void stepForAllThatOneRankLeavesOutDeadlocks() {
    refused("deadlock", 2 * COUNT, List.of(new Step.ReduceForAll(IN, OUT)), List.of());
  }

  @Test
  void sharesOfAStepForAllDoNotOverlap() {
    Step low = new Step.ReduceForAll(new Region(INPUT, 0, 3), new Region(OUTPUT, 0, 3));
    Step high = new Step.ReduceForAll(new Region(INPUT, 2, 2), new Region(OUTPUT, 2, 2));
    refused("hazard", 2 * 5, List.of(low), List.of(high));
  }

  private static Step swapAndAdd(int peer) {
    return new Step.Together(
        List.of(new Step.Send(peer, IN), new Step.ReceiveReduce(peer, IN, OUT)));
  }

  /** Each gets what the other has, and adds it to its own. */
  private static List<Step> bothSwapAndAdd(int rank) {
    int peer = 1 - rank;
    return List.of(
        new Step.Together(List.of(new Step.Send(peer, IN), new Step.Receive(peer, SPARE))),
        new Step.Reduce(SPARE, IN, OUT));
  }

  private static List<Step> sendThenReceive(int to, int from) {
    return List.of(new Step.Send(to, IN), new Step.Receive(from, OUT));
  }

  private static List<Step> copyOnly() {
    return List.of(new Step.Copy(IN, OUT));
  }

  private static List<Step> join(List<Step> first, List<Step> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static void prove(long elementsMoved, List<Step> rank0, List<Step> rank1) {
    Prover.prove(ALL_REDUCE, new Schedule(List.of(rank0, rank1)), COUNT, COUNT, elementsMoved);
  }

  private static void refusedAlone(String reason, Step... steps) {
    refused(reason, 0, List.of(List.of(steps)));
  }

  private static void refused(
      String reason, long elementsMoved, List<Step> rank0, List<Step> rank1) {
    refused(reason, elementsMoved, List.of(rank0, rank1));
  }

  private static void refused(String reason, long elementsMoved, List<List<Step>> steps) {
    Schedule schedule = new Schedule(steps);
    BrokenScheduleError error =
        assertThrows(
            BrokenScheduleError.class,
            () -> Prover.prove(ALL_REDUCE, schedule, COUNT, COUNT, elementsMoved));
    assertTrue(error.getMessage().contains(reason), error::getMessage);
  }
}
