package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.suites.shapes.ShapeSet;
import dev.muster.suites.shapes.Shapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which products: {@code -m -n -k}, {@code --shapes} or {@code --set}, one of them. */
final class ShapeOptions {
  private static final String FORMS = "-m M -n N -k K, --shapes FILE or --set NAME";
  private static final String LEGAL = "legal: " + FORMS;

  @Option(names = "-m", paramLabel = "M", description = "Rows of op(A) and C.")
  private Optional<Integer> m;

  @Option(names = "-n", paramLabel = "N", description = "Columns of op(B) and C.")
  private Optional<Integer> n;

  @Option(names = "-k", paramLabel = "K", description = "Columns of op(A), rows of op(B).")
  private Optional<Integer> k;

  @Option(
      names = "--shapes",
      paramLabel = "FILE",
      description = "MxNxK[:trans=TN] on each line; what follows a # does not count.")
  private Optional<Path> file;

  @Option(
      names = "--set",
      paramLabel = "NAME",
      description = "squares, llm, deepbench, skinny or small.")
  private Optional<String> set;

  /**
   * The products that were asked for.
   *
   * @throws BadInputException naming what is bad or missing, and the legal values
   */
  List<MatMul> products(Shapes shapes) {
    boolean one = Stream.of(m, n, k).anyMatch(Optional::isPresent);
    long sources = Stream.of(one, file.isPresent(), set.isPresent()).filter(given -> given).count();
    if (sources != 1) {
      throw new BadInputException(
          sources == 0
              ? "no shape; " + LEGAL
              : "shapes from several places; legal: one of " + FORMS);
    }
    if (one) {
      return List.of(shapes.parse("-m -n -k", shape()));
    }
    return file.isPresent()
        ? shapes.parse(file.get().toString(), lines(file.get()))
        : shapes.parse(set.orElseThrow(), ShapeSet.lines(set.orElseThrow()));
  }

  /** As it is stored with the run. */
  String source() {
    return file.map(Objects::toString).or(() -> set).orElseGet(this::shape);
  }

  private String shape() {
    return "%sx%sx%s".formatted(extent("-m", m), extent("-n", n), extent("-k", k));
  }

  private static int extent(String name, Optional<Integer> value) {
    return value
        .filter(given -> given > 0)
        .orElseThrow(
            () ->
                new BadInputException(
                    value
                        .map(given -> "bad %s %d; legal: 1 or more".formatted(name, given))
                        .orElseGet(() -> "no %s; %s".formatted(name, LEGAL))));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new BadInputException(
          "cannot read --shapes '%s' (%s); legal: a file with MxNxK on each line"
              .formatted(file, e.getClass().getSimpleName()));
    }
  }
}
