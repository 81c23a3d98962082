package dev.muster.bridge.mpi;

import static dev.muster.bridge.mpi.MpiFunctions.Kind.HANDLE;
import static dev.muster.bridge.mpi.MpiFunctions.Kind.INT;
import static dev.muster.bridge.mpi.MpiFunctions.Kind.POINTER;

import dev.muster.bridge.ffi.NativeFunction;
import dev.muster.bridge.ffi.NativeLibrary;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/**
 * The functions of an MPI library that are called in timed code. Pointers and handles are {@code
 * long} for every ABI, all else is {@code int}; each answers MPI's error code.
 */
record MpiFunctions(
    MethodHandle barrier,
    MethodHandle allReduce,
    MethodHandle reduce,
    MethodHandle broadcast,
    MethodHandle reduceScatter,
    MethodHandle allGather,
    MethodHandle allToAll,
    MethodHandle sendAtOnce,
    MethodHandle receiveAtOnce,
    MethodHandle waitAll,
    MethodHandle testAll) {

  /** What an argument is in C. */
  enum Kind {
    INT,
    POINTER,
    HANDLE
  }

  static MpiFunctions of(NativeLibrary library, MpiAbi abi) {
    return new MpiFunctions(
        link(library, abi, "MPI_Barrier", HANDLE),
        link(library, abi, "MPI_Allreduce", POINTER, POINTER, INT, HANDLE, HANDLE, HANDLE),
        link(library, abi, "MPI_Reduce", POINTER, POINTER, INT, HANDLE, HANDLE, INT, HANDLE),
        link(library, abi, "MPI_Bcast", POINTER, INT, HANDLE, INT, HANDLE),
        link(
            library,
            abi,
            "MPI_Reduce_scatter_block",
            POINTER,
            POINTER,
            INT,
            HANDLE,
            HANDLE,
            HANDLE),
        link(library, abi, "MPI_Allgather", POINTER, INT, HANDLE, POINTER, INT, HANDLE, HANDLE),
        link(library, abi, "MPI_Alltoall", POINTER, INT, HANDLE, POINTER, INT, HANDLE, HANDLE),
        link(library, abi, "MPI_Isend", POINTER, INT, HANDLE, INT, INT, HANDLE, POINTER),
        link(library, abi, "MPI_Irecv", POINTER, INT, HANDLE, INT, INT, HANDLE, POINTER),
        link(library, abi, "MPI_Waitall", INT, POINTER, POINTER),
        link(library, abi, "MPI_Testall", INT, POINTER, POINTER, POINTER));
  }

  private static MethodHandle link(
      NativeLibrary library, MpiAbi abi, String symbol, Kind... arguments) {
    MemoryLayout[] inC =
        Arrays.stream(arguments).map(kind -> layout(kind, abi)).toArray(MemoryLayout[]::new);
    Class<?>[] inJava = Arrays.stream(arguments).map(MpiFunctions::type).toArray(Class<?>[]::new);
    MethodHandle function =
        library
            .function(symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, inC))
            .map(NativeFunction::handle)
            .orElseThrow(() -> new MpiException(library.name() + " has no " + symbol));
    return MethodHandles.explicitCastArguments(function, MethodType.methodType(int.class, inJava));
  }

  private static MemoryLayout layout(Kind kind, MpiAbi abi) {
    return switch (kind) {
      case INT -> ValueLayout.JAVA_INT;
      case POINTER -> ValueLayout.JAVA_LONG;
      case HANDLE -> abi.handle();
    };
  }

  private static Class<?> type(Kind kind) {
    return kind == INT ? int.class : long.class;
  }
}
