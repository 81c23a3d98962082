package dev.muster.kernels.matmul;

import dev.muster.kernels.tensor.DType;
import java.util.ServiceLoader;

/**
 * What a search found to be the fastest tile and blocks of the vector kernel on this machine.
 * Whoever can search provides it, found by {@link ServiceLoader}; without one, or where nobody has
 * searched, they follow from the caches ({@link Blocking#of}).
 */
@FunctionalInterface
public interface TileChoices {

  /** What is known for products of one type. */
  Answer of(DType dtype);

  /** What is known. */
  sealed interface Answer {}

  /**
   * A choice that was found to be the fastest.
   *
   * @param setting of {@link VectorMatMul}: {@code BITS:ROWSxVECTORS:KCxMCxNC}
   */
  record Tuned(String setting) implements Answer {}

  /** Nobody has searched. */
  record Untuned() implements Answer {}

  /**
   * Something is stored that cannot be trusted.
   *
   * @param reason why
   */
  record Distrusted(String reason) implements Answer {}

  /** Those of this machine. */
  static TileChoices here() {
    return Here.CHOICES;
  }

  /** Loaded when it is first asked for. */
  final class Here {
    private static final TileChoices CHOICES =
        ServiceLoader.load(TileChoices.class).findFirst().orElse(_ -> new Untuned());

    private Here() {}
  }
}
