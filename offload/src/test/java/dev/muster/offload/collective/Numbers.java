package dev.muster.offload.collective;

import java.util.Arrays;
import java.util.List;

/** The memory of all ranks as plain numbers, where ⊕ is + and a tile is what the caller says. */
public final class Numbers implements Rendezvous.Effects {

  /** What computing a tile does to the buffers of its rank. */
  @FunctionalInterface
  public interface Tiles {
    void compute(int rank, int tile, double[][] buffers);
  }

  private final double[][][] memory;
  private final Tiles tiles;

  /**
   * The memory of a run.
   *
   * @param memory numbers by rank, buffer and element; owned and changed by the run
   */
  public Numbers(double[][][] memory, Tiles tiles) {
    this.memory = memory;
    this.tiles = tiles;
  }

  @Override
  public void copy(int rank, Step.Copy copy) {
    write(rank, copy.into(), read(rank, copy.from()));
  }

  @Override
  public void reduce(int rank, Step.Reduce reduce) {
    write(rank, reduce.into(), sum(read(rank, reduce.x()), read(rank, reduce.y())));
  }

  @Override
  public void divide(int rank, Step.Divide divide) {
    double[] quotient = read(rank, divide.region());
    Arrays.setAll(quotient, i -> quotient[i] / divide.divisor());
    write(rank, divide.region(), quotient);
  }

  @Override
  public void compute(int rank, int tile) {
    tiles.compute(rank, tile, memory[rank]);
  }

  @Override
  public void reduceForAll(List<Step.ReduceForAll> steps) {
    for (Step.ReduceForAll step : steps) {
      double[] answer = read(0, step.from());
      for (int rank = 1; rank < memory.length; rank++) {
        answer = sum(answer, read(rank, step.from()));
      }
      for (int rank = 0; rank < memory.length; rank++) {
        write(rank, step.into(), answer);
      }
    }
  }

  @Override
  public void receive(int sender, Region sent, int receiver, Region into) {
    write(receiver, into, read(sender, sent));
  }

  @Override
  public void receiveReduce(int sender, Region sent, int receiver, Step.ReceiveReduce reduce) {
    double[] operand = read(receiver, reduce.operand());
    write(receiver, reduce.region(), sum(read(sender, sent), operand));
  }

  private double[] read(int rank, Region region) {
    double[] buffer = memory[rank][region.buffer()];
    return Arrays.copyOfRange(buffer, (int) region.offset(), (int) region.end());
  }

  private void write(int rank, Region region, double[] elements) {
    double[] buffer = memory[rank][region.buffer()];
    System.arraycopy(elements, 0, buffer, (int) region.offset(), elements.length);
  }

  private static double[] sum(double[] x, double[] y) {
    double[] sum = new double[x.length];
    Arrays.setAll(sum, i -> x[i] + y[i]);
    return sum;
  }
}
