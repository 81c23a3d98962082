package dev.muster.bridge.mpi;

import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.OptionalLong;

/**
 * MPICH and those that share its ABI (Intel MPI, MVAPICH, Cray MPICH): a handle is an int, and
 * predefined ones are numbers.
 */
final class Mpich implements MpiAbi {

  @Override
  public String name() {
    return "mpich";
  }

  @Override
  public List<String> sonames() {
    return List.of("libmpich.so.12", "libmpi.so.12", "libmpi.12.dylib");
  }

  @Override
  public ValueLayout handle() {
    return ValueLayout.JAVA_INT;
  }

  @Override
  public OptionalLong world(NativeLibrary library) {
    return OptionalLong.of(0x44000000);
  }

  @Override
  public OptionalLong errorsReturn(NativeLibrary library) {
    return OptionalLong.of(0x54000001);
  }

  @Override
  public OptionalLong dataType(NativeLibrary library, DType dtype) {
    return OptionalLong.of(
        switch (dtype) {
          case F32 -> 0x4c00040a;
          case F64 -> 0x4c00080b;
          case F16, BF16 -> 0x4c000203;
          case I32 -> 0x4c000439;
          case I64 -> 0x4c00083a;
        });
  }

  @Override
  public OptionalLong operation(NativeLibrary library, ReduceOp op) {
    return switch (op) {
      case MAX -> OptionalLong.of(0x58000001);
      case MIN -> OptionalLong.of(0x58000002);
      case SUM -> OptionalLong.of(0x58000003);
      case PROD -> OptionalLong.of(0x58000004);
      case AVG -> OptionalLong.empty();
    };
  }

  @Override
  public long inPlace() {
    return -1;
  }

  @Override
  public long ignoredStatus() {
    return 1;
  }
}
