package dev.muster.offload.collective;

import dev.muster.kernels.problem.Chunks;
import dev.muster.kernels.problem.Collective;
import dev.muster.kernels.problem.CollectiveKind;
import dev.muster.kernels.problem.ReduceOp;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * The memory of all ranks, where an element holds no number but what was added up in it: the set of
 * ranks that contributed, and which of their elements it was.
 *
 * <p>Reading an element that nothing was written to, adding a rank a second time, and adding
 * elements of different places are errors.
 */
final class Contributions implements Rendezvous.Effects {
  private static final int TERMS_MAX = Long.SIZE;
  private static final int BUFFERS = 3;

  private final Collective problem;
  private final Placement placement;
  private final Element[][][] memory;
  private final int count;

  /**
   * What was added up.
   *
   * @param terms the vectors that contributed: of each rank its own, or its blocks
   */
  private record Element(long terms, int index, int divisor) {}

  Contributions(Collective problem, int ranks, long scratchCount, Placement placement) {
    if (problem.terms(ranks) > TERMS_MAX) {
      throw new IllegalArgumentException("more than %d vectors".formatted(TERMS_MAX));
    }
    this.problem = problem;
    this.placement = placement;
    this.count = Math.toIntExact(problem.count());
    this.memory = new Element[ranks][BUFFERS][];
    for (int rank = 0; rank < ranks; rank++) {
      memory[rank][CollectiveAlgorithm.INPUT] = input(rank);
      memory[rank][CollectiveAlgorithm.OUTPUT] = new Element[count];
      memory[rank][CollectiveAlgorithm.SCRATCH] = new Element[Math.toIntExact(scratchCount)];
    }
  }

  /** What does not count is undefined. */
  private Element[] input(int rank) {
    Chunks terms = problem.termsOf(memory.length);
    Element[] elements = new Element[(int) terms.count(rank) * count];
    for (int i = 0; i < elements.length; i++) {
      int index = i % count;
      if (problem.isRead(rank, index, memory.length)) {
        elements[i] = own((int) terms.start(rank) + i / count, index);
      }
    }
    return elements;
  }

  private static Element own(int term, int index) {
    return new Element(1L << term, index, 1);
  }

  /** Every element of every output is what the kind of collective says. */
  void requireComplete() {
    int divisor = problem.op() == ReduceOp.AVG ? problem.terms(memory.length) : 1;
    for (int rank = 0; rank < memory.length; rank++) {
      for (int index = 0; index < count; index++) {
        switch (problem.source(rank, index, memory.length)) {
          case CollectiveKind.Source.Combined() ->
              require(rank, placement.output(), index, new Element(all(), index, divisor));
          case CollectiveKind.Source.Of(int from, long i) ->
              require(rank, placement.output(), index, own(from, (int) i));
          case CollectiveKind.Source.Nothing() -> {}
        }
      }
    }
  }

  private long all() {
    return -1L >>> (TERMS_MAX - problem.terms(memory.length));
  }

  /** The input of every rank is what it was. */
  void requireInputUntouched() {
    for (int rank = 0; rank < memory.length; rank++) {
      Element[] before = input(rank);
      for (int index = 0; index < before.length; index++) {
        require(rank, CollectiveAlgorithm.INPUT, index, before[index]);
      }
    }
  }

  private void require(int rank, int buffer, int index, Element expected) {
    Element actual = memory[rank][buffer][index];
    if (!Objects.equals(expected, actual)) {
      throw new BrokenScheduleError(
          "rank %d ends with %s in element %d of buffer %d, not with %s"
              .formatted(rank, text(actual), index, buffer, text(expected)));
    }
  }

  @Override
  public void copy(int rank, Step.Copy copy) {
    requireApart(rank, copy, copy.from(), copy.into());
    write(rank, copy.into(), read(rank, copy.from()));
  }

  @Override
  public void reduce(int rank, Step.Reduce reduce) {
    if (placement.memory(reduce.x()).overlaps(placement.memory(reduce.into()))) {
      throw new BrokenScheduleError("rank %d: x overlaps the result of %s".formatted(rank, reduce));
    }
    requireApart(rank, reduce, reduce.y(), reduce.into());
    Element[] x = read(rank, reduce.x());
    write(rank, reduce.into(), sum(rank, reduce, x, read(rank, reduce.y())));
  }

  @Override
  public void divide(int rank, Step.Divide divide) {
    Element[] quotient = read(rank, divide.region());
    for (int i = 0; i < quotient.length; i++) {
      if (quotient[i].terms != all() || quotient[i].divisor != 1) {
        throw new BrokenScheduleError(
            "rank %d divides %s in %s".formatted(rank, text(quotient[i]), divide));
      }
      quotient[i] = new Element(quotient[i].terms, quotient[i].index, divide.divisor());
    }
    write(rank, divide.region(), quotient);
  }

  @Override
  public void compute(int rank, int tile) {
    throw new BrokenScheduleError("rank %d computes tile %d in a collective".formatted(rank, tile));
  }

  @Override
  public void reduceForAll(List<Step.ReduceForAll> steps) {
    requireNoneDisturbed(steps);
    for (int who = 0; who < steps.size(); who++) {
      Step.ReduceForAll step = steps.get(who);
      requireApart(who, step, step.from(), step.into());
      Element[] answer = read(0, step.from());
      for (int rank = 1; rank < memory.length; rank++) {
        answer = sum(who, step, answer, read(rank, step.from()));
      }
      for (int rank = 0; rank < memory.length; rank++) {
        write(rank, step.into(), answer);
      }
    }
  }

  private void requireNoneDisturbed(List<Step.ReduceForAll> steps) {
    for (int who = 0; who < steps.size(); who++) {
      for (int other = 0; other < steps.size(); other++) {
        if (who != other && disturbs(steps.get(who), steps.get(other))) {
          throw new BrokenScheduleError(
              "hazard: %s writes what %s uses".formatted(steps.get(who), steps.get(other)));
        }
      }
    }
  }

  private boolean disturbs(Step.ReduceForAll writer, Step.ReduceForAll user) {
    Region written = placement.memory(writer.into());
    return written.overlaps(placement.memory(user.from()))
        || written.overlaps(placement.memory(user.into()));
  }

  @Override
  public void receive(int sender, Region sent, int receiver, Region into) {
    write(receiver, into, read(sender, sent));
  }

  @Override
  public void receiveReduce(int sender, Region sent, int receiver, Step.ReceiveReduce reduce) {
    requireApart(receiver, reduce, reduce.operand(), reduce.region());
    Element[] x = read(sender, sent);
    write(receiver, reduce.region(), sum(receiver, reduce, x, read(receiver, reduce.operand())));
  }

  /** Two regions of a rank are the same memory, or have none in common. */
  private void requireApart(int rank, Step step, Region from, Region into) {
    Region read = placement.memory(from);
    Region written = placement.memory(into);
    if (read.overlaps(written) && !read.equals(written)) {
      throw new BrokenScheduleError("rank %d: regions of %s overlap in part".formatted(rank, step));
    }
  }

  private Element[] read(int rank, Region region) {
    Region place = placement.memory(region);
    Element[] elements =
        Arrays.copyOfRange(buffer(rank, place), (int) place.offset(), (int) place.end());
    if (Arrays.asList(elements).contains(null)) {
      throw new BrokenScheduleError(
          "rank %d: undefined elements are read in %s".formatted(rank, region));
    }
    return elements;
  }

  private void write(int rank, Region region, Element[] elements) {
    Region place = placement.memory(region);
    if (place.count() != elements.length) {
      throw new BrokenScheduleError(
          "rank %d: %d elements for %s".formatted(rank, elements.length, region));
    }
    System.arraycopy(elements, 0, buffer(rank, place), (int) place.offset(), elements.length);
  }

  private Element[] buffer(int rank, Region place) {
    if (place.buffer() >= BUFFERS || place.end() > memory[rank][place.buffer()].length) {
      throw new BrokenScheduleError("rank %d: no such memory: %s".formatted(rank, place));
    }
    return memory[rank][place.buffer()];
  }

  private static Element[] sum(int rank, Step step, Element[] x, Element[] y) {
    if (x.length != y.length) {
      throw new BrokenScheduleError(
          "rank %d: operands of %s differ in length".formatted(rank, step));
    }
    Element[] sum = new Element[x.length];
    for (int i = 0; i < sum.length; i++) {
      if ((x[i].terms & y[i].terms) != 0
          || x[i].index != y[i].index
          || x[i].divisor * y[i].divisor != 1) {
        throw new BrokenScheduleError(
            "rank %d adds %s and %s in %s".formatted(rank, text(x[i]), text(y[i]), step));
      }
      sum[i] = new Element(x[i].terms | y[i].terms, x[i].index, 1);
    }
    return sum;
  }

  private static String text(Element element) {
    return element == null
        ? "nothing"
        : "element %d of vectors %s%s"
            .formatted(
                element.index,
                BitSet.valueOf(new long[] {element.terms}),
                element.divisor == 1 ? "" : " divided by " + element.divisor);
  }
}
