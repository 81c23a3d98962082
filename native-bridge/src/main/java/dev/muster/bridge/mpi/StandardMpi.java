package dev.muster.bridge.mpi;

import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.kernels.problem.ReduceOp;
import dev.muster.kernels.tensor.DType;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.OptionalLong;

/**
 * The ABI of the MPI standard from version 5.0 on: a handle is a pointer that is a small number.
 */
final class StandardMpi implements MpiAbi {

  @Override
  public String name() {
    return "abi";
  }

  @Override
  public List<String> sonames() {
    return List.of("libmpi_abi.so.1", "libmpi_abi.so.0", "libmpi_abi.1.dylib");
  }

  @Override
  public ValueLayout handle() {
    return ValueLayout.JAVA_LONG;
  }

  @Override
  public OptionalLong world(NativeLibrary library) {
    return OptionalLong.of(0x101);
  }

  @Override
  public OptionalLong errorsReturn(NativeLibrary library) {
    return OptionalLong.of(0x142);
  }

  @Override
  public OptionalLong dataType(NativeLibrary library, DType dtype) {
    return OptionalLong.of(
        switch (dtype) {
          case F32 -> 0x210;
          case F64 -> 0x214;
          case F16, BF16 -> 0x248;
          case I32 -> 0x250;
          case I64 -> 0x258;
        });
  }

  @Override
  public OptionalLong operation(NativeLibrary library, ReduceOp op) {
    return switch (op) {
      case SUM -> OptionalLong.of(0x21);
      case MIN -> OptionalLong.of(0x22);
      case MAX -> OptionalLong.of(0x23);
      case PROD -> OptionalLong.of(0x24);
      case AVG -> OptionalLong.empty();
    };
  }

  @Override
  public int threadFunneled() {
    return 1024;
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
