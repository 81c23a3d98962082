package dev.muster.bridge.mpi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.bridge.os.ProcessVariables;
import dev.muster.kernels.kernel.ConstantCopy;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The MPI library of this process, initialised: one rank of MPI_COMM_WORLD.
 *
 * <p>Operands are native memory, given by addresses. Errors that the library returns are {@link
 * MpiException}s. For the thread that opened it alone (MPI_THREAD_FUNNELED).
 */
public final class Mpi implements AutoCloseable {
  private static final List<MpiAbi> ABIS = List.of(new StandardMpi(), new OpenMpi(), new Mpich());

  /** Of UCX and of Open MPI. */
  private static final Map<String, String> SIGNAL_SETTINGS =
      Map.of("UCX_ERROR_SIGNALS", "", "UCX_HANDLE_ERRORS", "none", "OMPI_MCA_opal_signal", "");

  /** The longest that a family allows: MPICH's version, with its configuration. */
  private static final int TEXT_BYTES = 8192;

  private final NativeLibrary library;
  private final MpiAbi abi;
  private final MpiCalls calls;
  private final long world;
  private final int rank;
  private final int size;

  private Mpi(NativeLibrary library, MpiAbi abi) {
    this.library = library;
    this.abi = abi;
    this.calls =
        ConstantCopy.of(
            MethodHandles.lookup(),
            LinkedMpiCalls.class,
            MpiCalls.class,
            MpiFunctions.of(library, abi));
    initialise();
    this.world = constant("MPI_COMM_WORLD", abi.world(library));
    setErrorsReturn();
    this.rank = number("MPI_Comm_rank");
    this.size = number("MPI_Comm_size");
  }

  /**
   * Loads the library of a family, and joins the job that this process was started in, which may be
   * one of this process alone.
   *
   * @throws MpiException where it is not there, or does not start
   */
  public static Mpi open(String family) {
    MpiAbi abi = abi(family);
    leaveSignalsToTheJvm();
    NativeLibrary library =
        NativeLibrary.findGlobal(abi.sonames())
            .orElseThrow(
                () ->
                    new MpiException(
                        "no %s: %s"
                            .formatted(
                                abi.sonames().getFirst(),
                                NativeLibrary.complaint(abi.sonames().getFirst()))));
    return new Mpi(library, abi);
  }

  /** The JVM answers SIGSEGV itself, all the time; a library that took it over would end it. */
  private static void leaveSignalsToTheJvm() {
    SIGNAL_SETTINGS.forEach(ProcessVariables::set);
  }

  private static MpiAbi abi(String family) {
    return ABIS.stream()
        .filter(abi -> abi.name().equals(family))
        .findFirst()
        .orElseThrow(
            () ->
                new MpiException(
                    "no MPI family '%s'; legal: %s"
                        .formatted(
                            family,
                            ABIS.stream().map(MpiAbi::name).collect(Collectors.joining(", ")))));
  }

  private void initialise() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment provided = arena.allocate(JAVA_INT);
      require(
          (int)
              call(
                  "MPI_Init_thread",
                  List.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG),
                  0L,
                  0L,
                  abi.threadFunneled(),
                  provided.address()),
          "MPI_Init_thread");
      if (provided.get(JAVA_INT, 0) < abi.threadFunneled()) {
        throw new MpiException(library.name() + " does not run in a process with threads");
      }
    }
  }

  private void setErrorsReturn() {
    long handler = constant("MPI_ERRORS_RETURN", abi.errorsReturn(library));
    require(
        (int)
            call(
                "MPI_Comm_set_errhandler",
                List.of(abi.handle(), abi.handle()),
                handle(world),
                handle(handler)),
        "MPI_Comm_set_errhandler");
  }

  private int number(String symbol) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(JAVA_INT);
      require(
          (int) call(symbol, List.of(abi.handle(), JAVA_LONG), handle(world), number.address()),
          symbol);
      return number.get(JAVA_INT, 0);
    }
  }

  /** What the library says of itself, on one line. */
  public String version() {
    String text = text("MPI_Get_library_version");
    return text.lines().findFirst().orElse("").replaceAll("\\s+", " ").strip();
  }

  /** The file that was loaded. */
  public String file() {
    return library.fileOf("MPI_Init_thread").orElse(library.name());
  }

  /** The name of the host, as the library knows it. */
  public String processorName() {
    return text("MPI_Get_processor_name");
  }

  /**
   * Text that a function writes.
   *
   * @param code what comes before the buffer, if anything does
   */
  private String text(String symbol, Integer... code) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(TEXT_BYTES);
      MemorySegment length = arena.allocate(JAVA_INT);
      List<MemoryLayout> layouts = new ArrayList<>(Collections.nCopies(code.length, JAVA_INT));
      layouts.addAll(List.of(JAVA_LONG, JAVA_LONG));
      List<Object> arguments = new ArrayList<>(List.of(code));
      arguments.addAll(List.of(text.address(), length.address()));
      call(symbol, layouts, arguments.toArray());
      return text.getString(0);
    }
  }

  /** This process's number, 0 to {@link #size} − 1. */
  public int rank() {
    return rank;
  }

  /** Processes of the job. */
  public int size() {
    return size;
  }

  /** A type of elements as the library knows it. */
  public long type(DType dtype) {
    return constant(dtype.toString(), abi.dataType(library, dtype));
  }

  /** A reduction as the library knows it. */
  public long operation(ReduceOp op) {
    return constant(op.toString(), abi.operation(library, op));
  }

  /** What stands for the input of a collective that works in place. */
  public long inPlace() {
    return abi.inPlace();
  }

  /** Bytes of a request, for {@link #send}, {@link #receive} and {@link #awaitAll}. */
  public long requestBytes() {
    return abi.handle().byteSize();
  }

  public void barrier() {
    require(calls.barrier(world), "MPI_Barrier");
  }

  /** MPI_Allreduce; {@code from} may be {@link #inPlace}. */
  public void allReduce(long from, long into, int count, long type, long operation) {
    require(calls.allReduce(from, into, count, type, operation, world), "MPI_Allreduce");
  }

  /** MPI_Reduce; at the root {@code from} may be {@link #inPlace}. */
  public void reduce(long from, long into, int count, long type, long operation, int root) {
    require(calls.reduce(from, into, count, type, operation, root, world), "MPI_Reduce");
  }

  /** MPI_Bcast. */
  public void broadcast(long buffer, int count, long type, int root) {
    require(calls.broadcast(buffer, count, type, root, world), "MPI_Bcast");
  }

  /** MPI_Reduce_scatter_block; {@code count} is that of a part. */
  public void reduceScatter(long from, long into, int count, long type, long operation) {
    require(
        calls.reduceScatter(from, into, count, type, operation, world), "MPI_Reduce_scatter_block");
  }

  /** MPI_Allgather; {@code count} is that of a part, {@code from} may be {@link #inPlace}. */
  public void allGather(long from, long into, int count, long type) {
    require(calls.allGather(from, count, type, into, count, type, world), "MPI_Allgather");
  }

  /** MPI_Alltoall; {@code count} is that of a part, {@code from} may be {@link #inPlace}. */
  public void allToAll(long from, long into, int count, long type) {
    require(calls.allToAll(from, count, type, into, count, type, world), "MPI_Alltoall");
  }

  /** MPI_Isend with tag 0. */
  public void send(long from, int count, long type, int peer, long request) {
    require(calls.sendAtOnce(from, count, type, peer, 0, world, request), "MPI_Isend");
  }

  /** MPI_Irecv with tag 0. */
  public void receive(long into, int count, long type, int peer, long request) {
    require(calls.receiveAtOnce(into, count, type, peer, 0, world, request), "MPI_Irecv");
  }

  /** MPI_Waitall. */
  public void awaitAll(int count, long requests) {
    require(calls.waitAll(count, requests, abi.ignoredStatus()), "MPI_Waitall");
  }

  /**
   * MPI_Testall: whether all are done; messages move on while it is asked.
   *
   * @param flag address of an int that it may use
   */
  public boolean allDone(int count, long requests, MemorySegment flag) {
    require(calls.testAll(count, requests, flag.address(), abi.ignoredStatus()), "MPI_Testall");
    return flag.get(JAVA_INT, 0) != 0;
  }

  private void require(int code, String what) {
    if (code != 0) {
      throw new MpiException("%s: %s".formatted(what, text("MPI_Error_string", code)));
    }
  }

  private long call(String symbol, List<? extends MemoryLayout> layouts, Object... arguments) {
    FunctionDescriptor signature =
        FunctionDescriptor.of(JAVA_INT, layouts.toArray(MemoryLayout[]::new));
    return library
        .function(symbol, signature)
        .orElseThrow(() -> new MpiException(library.name() + " has no " + symbol))
        .call(arguments);
  }

  private Object handle(long value) {
    return abi.handle().byteSize() == Integer.BYTES ? (Object) (int) value : (Object) value;
  }

  private long constant(String what, OptionalLong value) {
    return value.orElseThrow(
        () -> new MpiException("%s (%s) has no %s".formatted(library.name(), abi.name(), what)));
  }

  /**
   * MPI_Abort: ends all processes of the job, of which some may wait for this one. Does not return.
   *
   * @param code of their exit
   */
  public void abort(int code) {
    call("MPI_Abort", List.of(abi.handle(), JAVA_INT), handle(world), code);
  }

  /** MPI_Finalize; ends the process's part in the job. */
  @Override
  public void close() {
    require((int) call("MPI_Finalize", List.of()), "MPI_Finalize");
  }
}
