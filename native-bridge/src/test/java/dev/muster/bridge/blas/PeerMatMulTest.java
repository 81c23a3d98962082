package dev.muster.bridge.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.kernels.contract.Require;
import dev.muster.kernels.kernel.BoundKernel;
import dev.muster.kernels.kernel.Kernel;
import dev.muster.kernels.problem.Fill;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Operands;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.tensor.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeerMatMulTest {
  private static final MatMul SMALL = new MatMul(DType.F32, 4, 4, 4);

  /** A library that no machine has. */
  private static final class Nowhere extends PeerMatMul {
    Nowhere() {
      super(new Missing(new OpenBlas.Description()));
    }
  }

  private record Missing(Peer like) implements Peer {
    @Override
    public String name() {
      return "nowhere";
    }

    @Override
    public Sources sources() {
      return new Sources(
          "MUSTER_NOWHERE",
          Optional.empty(),
          List.of("libnowhere.so.7", "libnowhere.so"),
          "install nowhere7");
    }

    @Override
    public Tuning tuning() {
      return like.tuning();
    }

    @Override
    public GemmCalls calls() {
      return like.calls();
    }

    @Override
    public ThreadCount threads() {
      return like.threads();
    }

    @Override
    public String version(NativeLibrary library) {
      return like.version(library);
    }

    @Override
    public String core(NativeLibrary library) {
      return like.core(library);
    }
  }

  static List<Kernel> kernels() {
    return List.of(new OpenBlas(), new Blis(), new OneDnn());
  }

  private static void require(Kernel kernel) {
    if (kernel.supports(SMALL) instanceof Support.No no) {
      Require.missing(kernel.name(), no.reason());
    }
  }

  private static String refusal(Kernel kernel, MatMul problem) {
    return assertInstanceOf(Support.No.class, kernel.supports(problem)).reason();
  }

  @Test
  void aMissingLibraryNamesThePackageAndTheVariable() {
    assertEquals(
        "no library libnowhere.so.7; install nowhere7, or name one with MUSTER_NOWHERE=PATH",
        refusal(new Nowhere(), SMALL));
  }

  @Test
  void aTypeThatALibraryLacksIsRefusedWithAReason() {
    String reason = refusal(new OneDnn(), new MatMul(DType.F64, 4, 4, 4));
    assertTrue(reason.contains("f64"), reason);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void anotherVariantInTheSameProcessIsRefused(PeerMatMul kernel) {
    require(kernel);
    String setting = kernel.peer().tuning().settings().getFirst();
    assertEquals(
        "this process has %s as shipped; '%s' needs a process of its own"
            .formatted(kernel.name(), setting),
        refusal(kernel.with(List.of(setting)), SMALL));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void operandsInTheHeapAreRefusedByName(Kernel kernel) {
    require(kernel);
    try (Arena arena = Arena.ofConfined()) {
      Operands operands = SMALL.allocate(arena, 1);
      Matrix heap = new Matrix(MemorySegment.ofArray(new float[16]), DType.F32, 4, 4, 4);
      Operands mixed = new Operands(List.of(operands.input(0), heap), List.of(operands.output(0)));
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> kernel.bind(SMALL, mixed).close());
      assertTrue(refusal.getMessage().startsWith("B lies in the Java heap"));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theDescriptionSaysWhatRan(Kernel kernel) {
    require(kernel);
    try (Arena arena = Arena.ofConfined();
        BoundKernel bound = kernel.withThreads(2).bind(SMALL, SMALL.allocate(arena, 1))) {
      String description = bound.description();
      assertTrue(
          description.matches("\\w+ \\d+\\.\\d+\\.\\d+.*, core \\S+, as shipped, /.+, 2 threads"),
          description);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aWarmRunAllocatesNothing(Kernel kernel) {
    require(kernel);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Arena arena = Arena.ofConfined()) {
      Operands operands = SMALL.allocate(arena, 1);
      SMALL.fill(operands, Fill.uniform());
      try (BoundKernel bound = kernel.bind(SMALL, operands)) {
        long bytes = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 20 && bytes > 0; attempt++) {
          bytes = allocatedBytes(bound, threads);
        }
        assertTrue(bytes <= 0, kernel.name() + " allocates " + bytes + " bytes in 100 runs");
      }
    }
  }

  private static long allocatedBytes(BoundKernel bound, ThreadMXBean threads) {
    for (int i = 0; i < 20_000; i++) {
      bound.run();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) {
      bound.run();
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
