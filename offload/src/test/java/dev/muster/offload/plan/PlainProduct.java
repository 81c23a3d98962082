package dev.muster.offload.plan;

import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.offload.collective.Numbers;
import dev.muster.offload.collective.Order;
import dev.muster.offload.collective.Rendezvous;
import java.util.Arrays;
import java.util.List;

/**
 * A product of small integers that can be computed by the definition, and by a schedule: the model
 * of what a pool does. Every sum is exact, so both give the same bits.
 */
final class PlainProduct {
  private final MatMul problem;
  private final double[] a;
  private final double[] b;
  private final double[] before;

  PlainProduct(MatMul problem) {
    this.problem = problem;
    this.a = operand(0, problem.m() * problem.k());
    this.b = operand(1, problem.k() * problem.n());
    this.before = operand(2, problem.m() * problem.n());
    if (problem.beta() == 0) {
      Arrays.fill(before, Double.NaN);
    }
  }

  private double[] operand(int operand, int count) {
    Fill fill = problem.exactFill(1);
    double[] values = new double[count];
    Arrays.setAll(values, index -> fill.at(problem.seed(), operand, index));
    return values;
  }

  /** C by the definition. */
  double[] direct() {
    double[] c = before.clone();
    Range m = new Range(0, problem.m());
    Range n = new Range(0, problem.n());
    multiply(new Tile(m, n, new Range(0, problem.k()), 0, problem.beta()), c);
    return c;
  }

  /** C as the leaders of all outputs hold it after the schedule. */
  double[] run(ProductSchedule schedule, Order order) {
    Tiling tiling = schedule.tiling();
    double[][][] memory = new double[tiling.ranks()][][];
    for (int rank = 0; rank < memory.length; rank++) {
      memory[rank] = buffers(rank, schedule);
    }
    Rendezvous.run(
        schedule.schedule(),
        order,
        new Numbers(
            memory,
            (rank, index, buffers) -> {
              Tile tile = tiling.share(rank).tiles().get(index);
              multiply(tile, buffers[tile.output()]);
            }));
    return gather(tiling, memory);
  }

  private double[][] buffers(int rank, ProductSchedule schedule) {
    List<Output> outputs = schedule.tiling().share(rank).outputs();
    double[][] buffers = new double[outputs.size() + 1][];
    for (int i = 0; i < outputs.size(); i++) {
      buffers[i] = new double[(int) outputs.get(i).count()];
      if (outputs.get(i).leader() == rank) {
        load(outputs.get(i), buffers[i]);
      } else {
        Arrays.fill(buffers[i], Double.NaN);
      }
    }
    buffers[outputs.size()] = new double[(int) schedule.scratchCount(rank)];
    return buffers;
  }

  private void load(Output output, double[] buffer) {
    int n = output.n().count();
    for (int i = 0; i < buffer.length; i++) {
      int row = output.m().start() + i / n;
      buffer[i] = before[row * problem.n() + output.n().start() + i % n];
    }
  }

  /** Takes C from the leaders, after a look that every other rank of a group has the same. */
  private double[] gather(Tiling tiling, double[][][] memory) {
    double[] c = new double[problem.m() * problem.n()];
    Arrays.fill(c, Double.NaN);
    for (int rank = 0; rank < tiling.ranks(); rank++) {
      List<Output> outputs = tiling.share(rank).outputs();
      for (int i = 0; i < outputs.size(); i++) {
        store(outputs.get(i), memory[rank][i], rank, c);
      }
    }
    return c;
  }

  private void store(Output output, double[] buffer, int rank, double[] c) {
    int n = output.n().count();
    for (int i = 0; i < buffer.length; i++) {
      int at = (output.m().start() + i / n) * problem.n() + output.n().start() + i % n;
      if (output.leader() != rank && c[at] != buffer[i]) {
        throw new AssertionError("rank %d disagrees on %s".formatted(rank, output));
      }
      c[at] = buffer[i];
    }
  }

  /** c ← α·A·B + β·c for one tile, whose c is contiguous. */
  private void multiply(Tile tile, double[] c) {
    int cols = tile.n().count();
    for (int i = 0; i < c.length; i++) {
      double sum = 0;
      int row = tile.m().start() + i / cols;
      int col = tile.n().start() + i % cols;
      for (int p = tile.k().start(); p < tile.k().end(); p++) {
        sum += a[row * problem.k() + p] * b[p * problem.n() + col];
      }
      c[i] = problem.alpha() * sum + (tile.beta() == 0 ? 0 : tile.beta() * c[i]);
    }
  }
}
