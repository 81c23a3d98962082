package dev.muster.bridge.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.muster.bridge.ffi.NativeFunction;
import dev.muster.bridge.ffi.NativeLibrary;
import dev.muster.kernels.problem.Support;
import java.lang.foreign.FunctionDescriptor;
import java.util.Optional;

/** The open files of this process by number, which Java hides. Unix only. */
public final class Descriptors {
  public static final int STDOUT = 1;
  public static final int STDERR = 2;

  private static final Optional<NativeFunction> DUP2 =
      NativeLibrary.system().function("dup2", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final Optional<NativeFunction> ISATTY =
      NativeLibrary.system().function("isatty", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private Descriptors() {}

  /**
   * Makes {@code to} another name of the file that is open as {@code from}; what {@code to} was is
   * closed. Whatever Java or native code writes to {@code to} from now on goes there.
   */
  public static Support redirect(int from, int to) {
    if (DUP2.isEmpty()) {
      return Support.no("this operating system has no dup2");
    }
    return DUP2.get().call(from, to) == to
        ? Support.yes()
        : Support.no("descriptor %d is not open".formatted(from));
  }

  /** True where a person sees what is written to {@code descriptor}. */
  public static boolean isTerminal(int descriptor) {
    return ISATTY.filter(isatty -> isatty.call(descriptor) == 1).isPresent();
  }
}
