package dev.muster.kernels.vector;

import dev.muster.kernels.kernel.ConstantCopy;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Makes a copy of a class for each vector width.
 *
 * <p>C2 turns a vector operation into an instruction only when its species is a constant. A class
 * that asks {@link #species} for its {@code static final} species is loaded once per width, as a
 * {@link ConstantCopy}.
 */
public final class PerWidth {
  private PerWidth() {}

  /** The species that the asking class was copied for; the preferred one in the original. */
  public static VectorSpecies<Float> species(MethodHandles.Lookup asking) {
    Integer bits = ConstantCopy.constant(asking, Integer.class);
    return bits == null ? FloatVector.SPECIES_PREFERRED : species(bits);
  }

  /** The same for f64. */
  public static VectorSpecies<Double> speciesOfDoubles(MethodHandles.Lookup asking) {
    return VectorSpecies.of(double.class, species(asking).vectorShape());
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
    return ConstantCopy.of(lookup, template, api, bits);
  }
}
