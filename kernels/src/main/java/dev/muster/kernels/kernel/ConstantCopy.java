package dev.muster.kernels.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Makes copies of a class that differ in one constant.
 *
 * <p>C2 makes the best of a vector species or a method handle only where it is a constant, which a
 * field of an object is not. A template asks for its constant in a {@code static final} field; each
 * copy is a hidden class with a constant of its own.
 */
public final class ConstantCopy {
  private ConstantCopy() {}

  /**
   * An instance of a copy of {@code template}.
   *
   * @param lookup of the package of the template, with full access
   * @param template has a constructor without parameters
   * @param api what the caller knows the copy by
   * @param constant what {@link #constant} answers in the copy
   */
  public static <T> T of(
      MethodHandles.Lookup lookup, Class<? extends T> template, Class<T> api, Object constant) {
    String file = template.getName().substring(template.getPackageName().length() + 1) + ".class";
    try (InputStream bytes = template.getResourceAsStream(file)) {
      MethodHandles.Lookup hidden =
          lookup.defineHiddenClassWithClassData(bytes.readAllBytes(), constant, true);
      return api.cast(
          hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class)).invoke());
    } catch (IOException | RuntimeException | Error e) {
      throw new IllegalStateException("cannot copy " + template, e);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot instantiate " + template, e);
    }
  }

  /** The constant that the asking class was copied with; null in the template itself. */
  public static <C> C constant(MethodHandles.Lookup asking, Class<C> type) {
    try {
      return MethodHandles.classData(asking, "_", type);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
