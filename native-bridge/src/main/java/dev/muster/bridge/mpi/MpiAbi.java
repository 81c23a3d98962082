package dev.muster.bridge.mpi;

import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.OptionalLong;

/**
 * How one family of MPI libraries spells what the standard leaves open: the type of a handle, and
 * the values of the constants. One file each.
 *
 * <p>Handles travel as {@code long}, whatever they are in C. Stateless and thread-safe.
 */
interface MpiAbi {

  /** Short, as on the command line: {@code openmpi}. */
  String name();

  /** Library files, the preferred one first; versioned, since the others are for compilers. */
  List<String> sonames();

  /** The type of a handle in C. */
  ValueLayout handle();

  /** MPI_COMM_WORLD; empty where the library is not of this family. */
  OptionalLong world(NativeLibrary library);

  /** MPI_ERRORS_RETURN. */
  OptionalLong errorsReturn(NativeLibrary library);

  /**
   * The data type; of elements of 16 bits the whole number of that size, since MPI moves them and
   * knows nothing more of them. Empty where the library has none.
   */
  OptionalLong dataType(NativeLibrary library, DType dtype);

  /** The reduction; empty where the library has none. */
  OptionalLong operation(NativeLibrary library, ReduceOp op);

  /** MPI_THREAD_FUNNELED. */
  default int threadFunneled() {
    return 1;
  }

  /** MPI_IN_PLACE, an address. */
  long inPlace();

  /** MPI_STATUS_IGNORE and MPI_STATUSES_IGNORE, an address. */
  long ignoredStatus();
}
