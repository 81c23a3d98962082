package dev.muster.kernels.matmul;

import dev.muster.kernels.kernel.CacheSizes;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.vector.VectorBits;
import java.util.List;

/**
 * Tile and blocks of a packed product.
 *
 * @param tile of the micro-kernel
 * @param blocking of the loops around it
 */
public record Tiling(MicroTile tile, Blocking blocking) {

  /** Those that follow from the width of the vectors and the caches of this machine. */
  public static Tiling of(MicroTile tile) {
    return new Tiling(tile, Blocking.of(tile, CacheSizes.here()));
  }

  /**
   * From words of the repeat line; what they leave out follows from the machine.
   *
   * @param settings at most bits, tile and blocks
   * @throws BadInputException naming the legal form
   */
  static Tiling of(DType dtype, List<String> settings) {
    int bits = bits(settings);
    MicroTile tile =
        settings.size() < 2
            ? MicroTile.preferred(dtype, bits)
            : MicroTile.parse(settings.get(1), dtype, bits);
    return settings.size() < 3 ? of(tile) : new Tiling(tile, Blocking.parse(settings.get(2)));
  }

  /**
   * From the text of {@link #setting}.
   *
   * @throws BadInputException naming the legal form
   */
  public static Tiling parse(DType dtype, String setting) {
    List<String> words = List.of(setting.split(":", -1));
    if (words.size() != 3) {
      throw new BadInputException(
          "bad setting '%s'; legal: BITS:ROWSxVECTORS:KCxMCxNC".formatted(setting));
    }
    return of(dtype, words);
  }

  /** The width that is set, else the one that this core prefers. */
  static int bits(List<String> settings) {
    return settings.isEmpty() ? VectorBits.preferred() : VectorBits.parse(settings.getFirst());
  }

  /** As a setting of {@link VectorMatMul}: {@code BITS:ROWSxVECTORS:KCxMCxNC}. */
  public String setting() {
    return "%d:%dx%d:%s".formatted(tile.bits(), tile.rows(), tile.vectors(), blocking);
  }
}
