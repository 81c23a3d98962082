package dev.muster.suites.shapes;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.problem.Problems;
import dev.muster.kernels.problem.Transposition;
import dev.muster.kernels.tensor.DType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * Products of a list, one per line: {@code MxNxK}, and behind it whatever a repeat line may have
 * there, such as {@code :trans=TN}. Blank lines do not count, nor does what follows a {@code #}.
 *
 * @param dtype type of all of them
 * @param trans of those that do not say
 */
public record Shapes(DType dtype, Transposition trans) {
  private static final String TRANS = ":trans=";

  /**
   * The products of these lines, each once.
   *
   * @param source of the lines, for messages
   * @throws BadInputException naming the number of the bad line, the bad part and the legal form
   */
  public List<MatMul> parse(String source, List<String> lines) {
    SequencedSet<MatMul> products = new LinkedHashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      String shape = lines.get(i).replaceFirst("#.*", "").strip();
      if (!shape.isEmpty()) {
        products.add(parse("'%s' line %d".formatted(source, i + 1), shape));
      }
    }
    if (products.isEmpty()) {
      throw new BadInputException(
          "no shape in '%s'; legal: MxNxK on each line, e.g. 64x64x64".formatted(source));
    }
    return List.copyOf(products);
  }

  /**
   * The product of one shape.
   *
   * @param place where it stands, for messages
   */
  public MatMul parse(String place, String shape) {
    try {
      MatMul product = (MatMul) Problems.parse(text(shape));
      if (product.flops() == 0) {
        throw new BadInputException(
            "bad shape '%s'; legal: M, N and K of 1 or more".formatted(shape));
      }
      return product;
    } catch (BadInputException e) {
      throw new BadInputException(place + ": " + e.getMessage());
    }
  }

  private String text(String shape) {
    return "matmul:" + dtype + ":" + shape + (shape.contains(TRANS) ? "" : TRANS + trans);
  }
}
