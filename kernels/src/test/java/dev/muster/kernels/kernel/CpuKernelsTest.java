package dev.muster.kernels.kernel;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.contract.KernelContract;
import dev.muster.kernels.matmul.VectorMatMul;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.reduce.VectorReduce;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.vector.VectorBits;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract for every kernel that the registry finds, and for every width of the vectors. */
@Execution(ExecutionMode.CONCURRENT)
class CpuKernelsTest extends KernelContract {

  /** For tiles that differ from others in their numbers only. */
  private static final int SOME = 3;

  @Override
  protected Stream<Subject> subjects() {
    Stream<Subject> registered =
        Kernels.cpu().all().stream()
            .map(
                kernel ->
                    new Subject(kernel.name() + " " + kernel.computes().getSimpleName(), kernel));
    Stream<Subject> widths =
        VectorBits.LEGAL.stream()
            .flatMap(
                bits ->
                    Stream.of(
                        new Subject("reduce at " + bits, new VectorReduce(bits)),
                        new Subject(
                            "matmul at " + bits,
                            new VectorMatMul().with(List.of(Integer.toString(bits))))));
    Stream<Subject> tiles =
        Stream.of(
            tile(5, 2, 128),
            tile(3, 3, 256),
            tile(12, 2, 512),
            tile(4, 6, 512),
            tile(1, 1, 256),
            new Subject("matmul on 2 threads", new VectorMatMul().withThreads(2)),
            new Subject(
                "matmul 5x2@256 on 3 threads",
                new VectorMatMul().with(List.of("256", "5x2")).withThreads(3),
                SOME));
    return Stream.of(registered, widths, tiles).flatMap(subjects -> subjects);
  }

  private static Subject tile(int rows, int vectors, int bits) {
    String tile = rows + "x" + vectors;
    return new Subject(
        "matmul %s@%d".formatted(tile, bits),
        new VectorMatMul().with(List.of(Integer.toString(bits), tile)),
        SOME);
  }

  @Test
  void anUnknownKernelIsAnsweredWithTheKnownOnes() {
    MatMul problem = new MatMul(DType.F32, 4, 4, 4);
    BadInputException error =
        assertThrows(BadInputException.class, () -> Kernels.cpu().find("vectr", problem));
    String known =
        Kernels.cpu().computing(problem).stream().map(Kernel::name).collect(joining(", "));
    assertEquals(
        "unknown kernel 'vectr' for 'matmul:f32:4x4x4'; legal: " + known, error.getMessage());
  }

  @Test
  void settingsOfTheVectorKernelForceWidthAndTile() {
    MatMul problem = new MatMul(DType.F32, 4, 4, 4);
    Kernel kernel = Kernels.cpu().find("vector:256:3x3", problem);
    String description =
        kernel.bind(problem, problem.allocate(java.lang.foreign.Arena.ofAuto(), 1)).description();
    assertTrue(description.startsWith("f32 tile 3x3@256"), description);
  }

  @Test
  void badSettingsNameTheLegalOnes() {
    MatMul problem = new MatMul(DType.F32, 4, 4, 4);
    for (String bad :
        List.of(
            "vector:64",
            "vector:256:0x2",
            "vector:256:x",
            "vector:256:3x3:0x1x1",
            "vector:256:3x3:8x8x8:1",
            "scalar:8")) {
      BadInputException error =
          assertThrows(BadInputException.class, () -> Kernels.cpu().find(bad, problem));
      assertTrue(error.getMessage().matches("(?s)[^\n]*(legal|takes no setting)[^\n]*"), bad);
    }
  }
}
