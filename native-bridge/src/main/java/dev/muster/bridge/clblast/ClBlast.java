package dev.muster.bridge.clblast;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.muster.bridge.ffi.NativeFunction;
import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.bridge.os.Surroundings;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Support;
import dev.muster.kernels.tensor.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CLBlast: products on the queue and the buffers of whoever has them, with the tuning for the
 * device that it brings along, if it has one, or with parameters that its own tuner found.
 * Thread-safe.
 *
 * <p>It keeps what it compiles, and the contexts of that, until {@link #forget}.
 */
public final class ClBlast {
  private static final String VARIABLE = "MUSTER_CLBLAST";
  private static final List<String> SONAMES =
      List.of("libclblast.so.1", "libclblast.so", "libclblast.dylib");
  private static final String HOW_TO_INSTALL = "install libclblast1";

  /** Of clblast.h. */
  private static final int ROW_MAJOR = 101;

  private static final int NO_TRANS = 111;
  private static final int TRANS = 112;

  private static volatile boolean used;

  /** Loaded when it is first asked for. */
  private static final class Here {
    private static final ClBlast CLBLAST = new ClBlast(load());
  }

  private final Optional<NativeLibrary> library;
  private final Optional<NativeFunction> sgemm;
  private final Optional<NativeFunction> dgemm;
  private final Optional<NativeFunction> override;

  private ClBlast(Optional<NativeLibrary> library) {
    this.library = library;
    this.sgemm = library.flatMap(it -> it.function("CLBlastSgemm", signature(JAVA_FLOAT)));
    this.dgemm = library.flatMap(it -> it.function("CLBlastDgemm", signature(JAVA_DOUBLE)));
    this.override =
        library.flatMap(
            it ->
                it.function(
                    "CLBlastOverrideParameters",
                    FunctionDescriptor.of(
                        JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS)));
  }

  private static Optional<NativeLibrary> load() {
    return NativeLibrary.find(Surroundings.here().variable(VARIABLE).map(List::of).orElse(SONAMES));
  }

  private static FunctionDescriptor signature(MemoryLayout scalar) {
    return FunctionDescriptor.of(
        JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, scalar, JAVA_LONG,
        JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, scalar, JAVA_LONG, JAVA_LONG,
        JAVA_LONG, ADDRESS, JAVA_LONG);
  }

  /** That of this process, loaded when it is first asked for. */
  public static ClBlast here() {
    return Here.CLBLAST;
  }

  /** Lets go of the programs that it has compiled, and with them of their contexts. */
  public static void forget() {
    if (used) {
      here()
          .library
          .flatMap(it -> it.function("CLBlastClearCache", FunctionDescriptor.of(JAVA_INT)))
          .ifPresent(NativeFunction::call);
      used = false;
    }
  }

  /** Whether it is here, and if not, what to install. */
  public Support support() {
    return sgemm.isPresent() && dgemm.isPresent()
        ? Support.yes()
        : Support.no(
            "no library %s; %s, or name one with %s=PATH"
                .formatted(SONAMES.getFirst(), HOW_TO_INSTALL, VARIABLE));
  }

  /** Whether it takes parameters of others; old ones do not. */
  public boolean takesParameters() {
    return override.isPresent();
  }

  /** The file that was loaded, for the result. */
  public String file() {
    return library.flatMap(it -> it.fileOf("CLBlastSgemm")).orElseGet(() -> "an unknown file");
  }

  /**
   * Has products of a type use these parameters, for the rest of this process.
   *
   * @param device a {@code cl_device_id}
   * @param kernel whose parameters these are: {@code Xgemm}, or {@code XgemmDirect} of small
   *     products
   * @param parameters all that it has, by name
   * @return the status; 0 where all is well
   */
  public int override(long device, String kernel, DType dtype, Map<String, Long> parameters) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment names = arena.allocate(ADDRESS, parameters.size());
      MemorySegment values = arena.allocate(JAVA_LONG, parameters.size());
      int i = 0;
      for (Map.Entry<String, Long> parameter : parameters.entrySet()) {
        names.setAtIndex(ADDRESS, i, arena.allocateFrom(parameter.getKey()));
        values.setAtIndex(JAVA_LONG, i, parameter.getValue());
        i++;
      }
      return (int)
          override
              .orElseThrow()
              .handle()
              .invokeExact(
                  device,
                  arena.allocateFrom(kernel),
                  dtype.bytes() * Byte.SIZE,
                  (long) parameters.size(),
                  names,
                  values);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a native function threw a Java exception", e);
    }
  }

  /**
   * C ← α·op(A)·op(B) + β·C, put into a queue. Operands are contiguous, row after row.
   *
   * @param queue memory that holds a {@code cl_command_queue}
   * @param a the {@code cl_mem} of A
   * @param event address that gets the {@code cl_event} of the last launch; 0 for none
   * @return the status; 0 where all is well
   */
  public int gemm(MatMul problem, MemorySegment queue, long a, long b, long c, long event) {
    used = true;
    NativeFunction function = (problem.dtype() == DType.F32 ? sgemm : dgemm).orElseThrow();
    boolean ofA = problem.trans().ofA();
    boolean ofB = problem.trans().ofB();
    long m = problem.m();
    long n = problem.n();
    long k = problem.k();
    int transA = ofA ? TRANS : NO_TRANS;
    int transB = ofB ? TRANS : NO_TRANS;
    long lda = ofA ? m : k;
    long ldb = ofB ? k : n;
    try {
      return problem.dtype() == DType.F32
          ? (int)
              function
                  .handle()
                  .invokeExact(
                      ROW_MAJOR,
                      transA,
                      transB,
                      m,
                      n,
                      k,
                      (float) problem.alpha(),
                      a,
                      0L,
                      lda,
                      b,
                      0L,
                      ldb,
                      (float) problem.beta(),
                      c,
                      0L,
                      n,
                      queue,
                      event)
          : (int)
              function
                  .handle()
                  .invokeExact(
                      ROW_MAJOR,
                      transA,
                      transB,
                      m,
                      n,
                      k,
                      problem.alpha(),
                      a,
                      0L,
                      lda,
                      b,
                      0L,
                      ldb,
                      problem.beta(),
                      c,
                      0L,
                      n,
                      queue,
                      event);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a native function threw a Java exception", e);
    }
  }
}
