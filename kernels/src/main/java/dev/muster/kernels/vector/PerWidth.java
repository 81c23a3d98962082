package dev.muster.kernels.vector;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Makes a copy of a class for each vector width.
 *
 * <p>C2 turns a vector operation into an instruction only when its species is a constant, which a
 * field of an object is not. A class that asks {@link #species} for its {@code static final}
 * species is loaded once per width as a hidden class, and each copy has a constant of its own.
 */
public final class PerWidth {
  private PerWidth() {}

  /** The species that the asking class was copied for; the preferred one in the original. */
  public static VectorSpecies<Float> species(MethodHandles.Lookup asking) {
    try {
      Integer bits = MethodHandles.classData(asking, "_", Integer.class);
      return bits == null ? FloatVector.SPECIES_PREFERRED : species(bits);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The f32 species of this many bits. */
  public static VectorSpecies<Float> species(int bits) {
    return VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
  }

  /**
   * An instance of a copy of {@code template} for vectors of this width.
   *
   * @param lookup of the package of the template, with full access
   * @param template has a constructor without parameters
   * @param api what the caller knows the copy by
   */
  public static <T> T copy(
      MethodHandles.Lookup lookup, Class<? extends T> template, Class<T> api, int bits) {
    String file = template.getName().substring(template.getPackageName().length() + 1) + ".class";
    try (InputStream bytes = template.getResourceAsStream(file)) {
      MethodHandles.Lookup hidden =
          lookup.defineHiddenClassWithClassData(bytes.readAllBytes(), bits, true);
      return api.cast(
          hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class)).invoke());
    } catch (IOException | RuntimeException | Error e) {
      throw new IllegalStateException("cannot copy " + template, e);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot instantiate " + template, e);
    }
  }
}
