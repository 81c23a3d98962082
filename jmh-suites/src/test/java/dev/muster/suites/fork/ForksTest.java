package dev.muster.suites.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.management.ThreadMXBean;
import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.matmul.VectorMatMul;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.tensor.DType;
import dev.muster.suites.TimedKernel;
import dev.muster.suites.TimedPlan;
import dev.muster.suites.measure.Child;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Fork;

class ForksTest {
  /** What {@code -XX:+PrintCompilation} says when a compilation of ours begins. */
  private static final Pattern COMPILATION =
      Pattern.compile(
          "^ *\\d+ +\\d+ ([% ][s ][! ][b ][n ]) +[1-4] +dev\\.muster\\.\\S+ .*bytes\\)$");

  @ParameterizedTest
  @ValueSource(classes = {TimedKernel.class, TimedPlan.class})
  void whatJmhStartsHasTheFlagsOfEveryProcessThatMeasures(Class<?> timed) {
    assertEquals(
        Forks.JVM_FLAGS, List.of(timed.getAnnotation(Fork.class).jvmArgsAppend()), timed.getName());
  }

  @Test
  void noCodeOfOursIsCompiledBesideWhatIsTimed() {
    List<String> attributes =
        Child.run(List.of("-XX:+PrintCompilation"), Hot.class)
            .text()
            .lines()
            .map(COMPILATION::matcher)
            .filter(line -> line.matches())
            .map(line -> line.group(1))
            .toList();
    assertFalse(attributes.isEmpty(), "nothing of ours was compiled");
    assertEquals(
        List.of(), attributes.stream().filter(kind -> kind.charAt(3) != 'b').toList(), "in queues");
  }

  /** A product so short that it is not rehearsed, whose last vector is not whole. */
  @Test
  void aThinProductWithALongSumHasNoObjectsForVectors() {
    assertEquals("0", Child.run(List.of(), ThinProduct.class).text());
  }

  /** Tells how many bytes the last run of a product allocated. */
  static final class ThinProduct {
    private ThinProduct() {}

    public static void main(String[] args) {
      MatMul product = new MatMul(DType.F32, 13, 60, 500);
      Operands operands = product.allocate(Arena.global(), 1);
      ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      try (BoundKernel bound = new VectorMatMul().bind(product, operands)) {
        long bytes = 0;
        for (int i = 0; i < 20_000; i++) {
          bytes = thread.getCurrentThreadAllocatedBytes();
          bound.run();
          bytes = thread.getCurrentThreadAllocatedBytes() - bytes;
        }
        System.out.println(bytes);
      }
    }
  }

  /** Busy until C1 and C2 have compiled its loop. */
  static final class Hot {
    private Hot() {}

    public static void main(String[] args) {
      SplittableRandom random = new SplittableRandom(1);
      double sum = 0;
      for (int i = 0; i < 10_000_000; i++) {
        sum += Math.sqrt(random.nextDouble());
      }
      System.out.println(sum);
    }
  }
}
