package dev.muster.kernels.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Problem;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.problem.Verdict;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every kernel promises, whatever runs it: the seven tiers of the design. A subclass names its
 * kernels, once for each vector width where they have one (tier 6), and calls {@link
 * Require#missing} where its back end is not here (tier 7).
 */
public abstract class KernelContract {
  /** Every fifth shape: not a multiple of what the shapes alternate in. */
  private static final int SOME = 5;

  /**
   * A kernel.
   *
   * @param name for the test report
   * @param step every how many problems is put to it; odd, since the problems alternate
   */
  public record Subject(String name, Kernel kernel, int step) {

    /** To which every problem is put. */
    public Subject(String name, Kernel kernel) {
      this(name, kernel, 1);
    }
  }

  /** The kernels under test. */
  protected abstract Stream<Subject> subjects();

  /** Ranks for which operands are allocated; more than one for pools. */
  protected int ranks() {
    return 1;
  }

  /** Larger problems are left out; lowered for simulators. */
  protected double flopsMax() {
    return 1e9;
  }

  /** Exact tier and edges: whatever the order of summation, the bits are the same. */
  @TestFactory
  Stream<DynamicTest> integersGiveTheExactAnswerInEveryShape() {
    return forEachSubject(
        subject ->
            forEachEdge(
                subject, problem -> check(subject.kernel, problem, problem.exactFill(ranks()), 0)));
  }

  /** Rounding tier: within the bound that the problem computes. */
  @TestFactory
  Stream<DynamicTest> realsStayWithinTheComputedBoundInEveryShape() {
    return forEachSubject(
        subject ->
            forEachEdge(subject, problem -> check(subject.kernel, problem, Fill.uniform(), 0)));
  }

  /** Large tier: judged by a random vector. */
  @TestFactory
  Stream<DynamicTest> largeProductsPassTheResidualOfARandomVector() {
    return forEachSubject(
        subject -> {
          MatMul problem = new MatMul(DType.F32, 410, 290, 307);
          if (computes(subject, problem) && problem.flops() <= flopsMax()) {
            check(subject.kernel, problem, problem.exactFill(ranks()), 0);
            check(subject.kernel, problem, Fill.uniform(), 3);
          }
        });
  }

  /** Edges: strides beyond the row, memory off its alignment, canaries everywhere. */
  @TestFactory
  Stream<DynamicTest> nothingOutsideOfTheElementsIsTouched() {
    return forEachSubject(
        subject ->
            forEachEdge(subject, problem -> check(subject.kernel, problem, Fill.uniform(), 3)));
  }

  /** Edges: ±0, infinities, NaN and subnormals come out as IEEE 754 has them. */
  @TestFactory
  Stream<DynamicTest> specialValuesComeOutAsTheStandardSays() {
    return forEachSubject(
        subject -> {
          MatMul problem = new MatMul(DType.F32, 19, 37, 23);
          if (computes(subject, problem)) {
            for (double special : specials()) {
              checkSpecial(subject.kernel, problem, special);
            }
          }
        });
  }

  private static double[] specials() {
    return new double[] {
      0.0,
      -0.0,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.NaN,
      Float.MIN_VALUE,
      Float.MIN_NORMAL / 4
    };
  }

  /** Same bits again, or the kernel says that it does not promise them. */
  @TestFactory
  Stream<DynamicTest> aSecondRunGivesTheSameBits() {
    return forEachSubject(
        subject -> {
          if (subject.kernel.deterministic()) {
            forSomeEdges(subject, problem -> checkRepeat(subject.kernel, problem));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> operandsOfAnotherShapeAreRefusedByName() {
    return forEachSubject(
        subject -> {
          MatMul problem = new MatMul(DType.F32, 8, 9, 10);
          if (computes(subject, problem)) {
            try (Arena arena = Arena.ofConfined()) {
              Operands operands = problem.withShape(8, 9, 11).allocate(arena, ranks());
              IllegalArgumentException refusal =
                  assertThrows(
                      IllegalArgumentException.class,
                      () -> subject.kernel.bind(problem, operands).close());
              assertTrue(refusal.getMessage().startsWith("A is"), refusal.getMessage());
            }
          }
        });
  }

  private Stream<DynamicTest> forEachSubject(Consumer<Subject> test) {
    return subjects().map(subject -> dynamicTest(subject.name, () -> test.accept(subject)));
  }

  private void forEachEdge(Subject subject, Consumer<Problem> test) {
    edges(subject).forEach(test);
  }

  /** For what hardly depends on the shape. */
  private void forSomeEdges(Subject subject, Consumer<Problem> test) {
    List<Problem> problems = edges(subject);
    for (int i = 0; i < problems.size(); i += SOME) {
      test.accept(problems.get(i));
    }
  }

  private List<Problem> edges(Subject subject) {
    Predicate<Problem> fits = problem -> problem.flops() <= flopsMax();
    List<Problem> problems = new ArrayList<>();
    for (DType dtype : DType.values()) {
      problems.addAll(Cases.edges(subject.kernel.computes(), dtype));
    }
    problems.removeIf(fits.negate());
    problems.removeIf(problem -> !computes(subject, problem));
    assertTrue(!problems.isEmpty(), "no problem fits " + subject.name);
    return IntStream.range(0, problems.size())
        .filter(i -> i % subject.step == 0)
        .mapToObj(problems::get)
        .toList();
  }

  private static boolean computes(Subject subject, Problem problem) {
    return subject.kernel.computes().isInstance(problem)
        && subject.kernel.supports(problem) instanceof Support.Yes;
  }

  private void check(Kernel kernel, Problem problem, Fill fill, int padding) {
    try (Arena arena = Arena.ofShared()) {
      GuardedOperands guarded = new GuardedOperands(problem, ranks(), arena, padding);
      problem.fill(guarded.operands(), fill);
      runOnce(kernel, problem, guarded.operands());
      Verdict verdict = problem.judge(guarded.operands(), fill);
      assertTrue(verdict.correct(), () -> problem.text() + ": " + verdict);
      guarded.assertIntact(problem.text());
    }
  }

  private void checkSpecial(Kernel kernel, MatMul problem, double special) {
    try (Arena arena = Arena.ofShared()) {
      Operands operands = problem.allocate(arena, ranks());
      problem.fill(operands, Fill.uniform());
      operands.input(0).set(3, 5, special);
      operands.input(1).set(7, 36, special);
      operands.input(1).set(22, 0, special);
      runOnce(kernel, problem, operands);
      Verdict verdict = problem.judge(operands, Fill.uniform());
      assertTrue(verdict.correct(), () -> special + " in " + problem.text() + ": " + verdict);
    }
  }

  private void checkRepeat(Kernel kernel, Problem problem) {
    try (Arena arena = Arena.ofShared()) {
      Operands operands = problem.allocate(arena, ranks());
      List<double[]> bits = new ArrayList<>();
      try (BoundKernel bound = kernel.bind(problem, operands)) {
        for (int run = 0; run < 2; run++) {
          problem.fill(operands, Fill.uniform());
          bound.load();
          bound.run();
          bound.store();
          bits.add(operands.outputs().stream().flatMapToDouble(KernelContract::values).toArray());
        }
      }
      assertEquals(-1, java.util.Arrays.mismatch(bits.get(0), bits.get(1)), problem::text);
    }
  }

  private static java.util.stream.DoubleStream values(Matrix matrix) {
    return java.util.stream.LongStream.range(0, matrix.count())
        .mapToDouble(i -> matrix.get(i / matrix.cols(), i % matrix.cols()));
  }

  private static void runOnce(Kernel kernel, Problem problem, Operands operands) {
    try (BoundKernel bound = kernel.bind(problem, operands)) {
      bound.load();
      bound.run();
      bound.store();
    }
  }
}
