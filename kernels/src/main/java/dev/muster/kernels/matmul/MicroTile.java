package dev.muster.kernels.matmul;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.tensor.DType;
import dev.muster.kernels.vector.VectorBits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The piece of C that one micro-kernel keeps in registers, as data.
 *
 * @param dtype type of the elements
 * @param rows MR, rows of C
 * @param vectors vectors per row; NR is {@code vectors · lanes}
 * @param bits width of a vector
 */
public record MicroTile(DType dtype, int rows, int vectors, int bits) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,2})x(\\d)");
  private static final int ROWS_MAX = 24;
  private static final int VECTORS_MAX = 8;

  /**
   * @throws BadInputException naming the legal range
   */
  public MicroTile {
    VectorBits.parse(Integer.toString(bits));
    if (rows < 1 || rows > ROWS_MAX || vectors < 1 || vectors > VECTORS_MAX) {
      throw new BadInputException(
          "bad tile %dx%d; legal: 1 to %d rows by 1 to %d vectors, e.g. 5x2"
              .formatted(rows, vectors, ROWS_MAX, VECTORS_MAX));
    }
  }

  /**
   * The tile for cores with vectors of this width, measured and read in the machine code ({@code
   * muster inspect}). At 256 bits it has to fit the 16 registers of AVX2: 5×2 does in a loop that
   * is not unrolled, and had 91 % of the peak where 3×3 had 86 % and 4×2 79 %. With the 32
   * registers of AVX-512 6×4 fits, and loads the least.
   */
  public static MicroTile preferred(DType dtype, int bits) {
    return switch (bits) {
      case 512 -> new MicroTile(dtype, 6, 4, bits);
      default -> new MicroTile(dtype, 5, 2, bits);
    };
  }

  /**
   * A tile from its text form, rows × vectors, e.g. {@code 5x2}.
   *
   * @throws BadInputException naming the legal form
   */
  public static MicroTile parse(String text, DType dtype, int bits) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new BadInputException("bad tile '%s'; legal: ROWSxVECTORS, e.g. 5x2".formatted(text));
    }
    return new MicroTile(
        dtype, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), bits);
  }

  /** Elements in one vector. */
  public int lanes() {
    return bits / 8 / dtype.bytes();
  }

  /** NR, columns of C. */
  public int cols() {
    return vectors * lanes();
  }

  /** Bytes of one row of the tile. */
  public int rowBytes() {
    return cols() * dtype.bytes();
  }

  MicroTile withRows(int newRows) {
    return new MicroTile(dtype, newRows, vectors, bits);
  }

  MicroTile withVectors(int newVectors) {
    return new MicroTile(dtype, rows, newVectors, bits);
  }

  @Override
  public String toString() {
    return rows + "x" + vectors + "@" + bits;
  }
}
