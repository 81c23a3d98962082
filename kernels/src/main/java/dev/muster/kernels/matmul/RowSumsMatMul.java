package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.tensor.Matrix;

/**
 * A product with so few columns that a vector of one row of B would be mostly empty: matrix times
 * vector, and up to a fourth of a vector. Vectors run along k instead ({@link RowSumsLoop}), and
 * nothing is packed.
 */
final class RowSumsMatMul implements BoundKernel {
  /** Rows of B in one vector; with two, shuffles cost what fuller vectors save. */
  private static final int ROWS_PER_VECTOR_MIN = 4;

  private final MatMul problem;
  private final OperandViews views;
  private final Scaling scaling;
  private final RowSums.Form form;
  private final RowSums loop;
  private final Cuts shares;
  private final Team team;

  RowSumsMatMul(MatMul problem, Operands operands, int bits, int threads) {
    this.problem = problem;
    this.views = new OperandViews(problem, operands);
    this.scaling = new Scaling(problem.beta(), operands.output(0));
    this.form = new RowSums.Form(problem.dtype(), bits, problem.n());
    this.loop = form.loop();
    this.shares = new Cuts(problem.m(), threads);
    this.team = Team.of(threads, this::work);
  }

  /**
   * True where the rows of A are stored as rows, those of B follow each other without a gap, and a
   * vector holds some of them whole.
   *
   * @param b the second operand, as it is stored
   * @param bits of a vector
   */
  static boolean suits(MatMul product, Matrix b, int bits) {
    int lanes = bits / Byte.SIZE / product.dtype().bytes();
    return !product.trans().ofA()
        && product.k() >= lanes
        && product.n() * ROWS_PER_VECTOR_MIN <= lanes
        && lanes % product.n() == 0
        && isGapless(product, b);
  }

  /** A column is a row where it is stored transposed. */
  private static boolean isGapless(MatMul product, Matrix b) {
    return product.trans().ofB() ? product.n() == 1 : b.stride() == product.n();
  }

  @Override
  public void run() {
    views.requireAlive();
    scaling.run();
    team.run();
  }

  private void work(int thread) {
    int row = shares.start(thread);
    loop.multiply(
        shares.size(thread),
        problem.k(),
        views.a().at(row, 0),
        views.aStepBytes(),
        views.b().address(),
        views.c().at(row, 0),
        views.c().rowBytes(),
        problem.alpha(),
        problem.beta() != 0);
  }

  @Override
  public String description() {
    return "%s row sums of %d %s@%d, nothing packed, %d %s"
        .formatted(
            problem.dtype(),
            form.cols(),
            form.cols() == 1 ? "column" : "columns",
            form.bits(),
            team.threads(),
            team.threads() == 1 ? "thread" : "threads");
  }

  @Override
  public void close() {
    team.close();
  }
}
