package dev.muster.bridge.mpi;

import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.OptionalLong;

/** Open MPI: a handle is a pointer, predefined ones are the addresses of variables. */
final class OpenMpi implements MpiAbi {

  @Override
  public String name() {
    return "openmpi";
  }

  @Override
  public List<String> sonames() {
    return List.of("libmpi.so.40", "libmpi.40.dylib");
  }

  @Override
  public ValueLayout handle() {
    return ValueLayout.JAVA_LONG;
  }

  @Override
  public OptionalLong world(NativeLibrary library) {
    return library.address("ompi_mpi_comm_world");
  }

  @Override
  public OptionalLong errorsReturn(NativeLibrary library) {
    return library.address("ompi_mpi_errors_return");
  }

  @Override
  public OptionalLong dataType(NativeLibrary library, DType dtype) {
    return library.address(
        switch (dtype) {
          case F32 -> "ompi_mpi_float";
          case F64 -> "ompi_mpi_double";
          case F16, BF16 -> "ompi_mpi_short";
          case I32 -> "ompi_mpi_int32_t";
          case I64 -> "ompi_mpi_int64_t";
        });
  }

  @Override
  public OptionalLong operation(NativeLibrary library, ReduceOp op) {
    return library.address("ompi_mpi_op_" + op);
  }

  @Override
  public long inPlace() {
    return 1;
  }

  @Override
  public long ignoredStatus() {
    return 0;
  }
}
