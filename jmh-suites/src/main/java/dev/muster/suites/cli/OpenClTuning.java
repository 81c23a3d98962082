package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.opencl.ShapeClass;
import dev.muster.results.report.TableFormat;
import dev.muster.suites.measure.BenchmarkLock;
import dev.muster.suites.tune.Choice;
import dev.muster.suites.tune.OpenClSearch;
import dev.muster.suites.tune.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Searches the tiles of a device of OpenCL and says what was found.
 *
 * @param pool the device, e.g. {@code opencl:0}
 * @param dtype type of the products
 * @param seconds for all of it; most of them for large products, which have more sizes to choose
 * @param export a folder that gets a copy of what is stored
 */
record OpenClTuning(String pool, DType dtype, double seconds, Optional<Path> export) {
  private static final double SHARE_OF_LARGE = 2.0 / 3;

  /** Returns what the command ends with. */
  int search(Main muster, TableFormat format) {
    Console console = muster.console();
    export.ifPresent(OpenClTuning::requireFolder);
    try (BenchmarkLock _ = BenchmarkLock.take()) {
      List<OpenClSearch> searches =
          Arrays.stream(ShapeClass.values())
              .map(shapes -> new OpenClSearch(pool, dtype, shapes))
              .toList();
      TrialTable table = new TrialTable(format, console, muster.interruption());
      searches.forEach(search -> console.note(said(search.shapes(), run(search, table, console))));
      searches.forEach(OpenClSearch::forget);
      return table.exitCode();
    }
  }

  private Choice run(OpenClSearch search, TrialTable table, Console console) {
    double share = search.shapes() == ShapeClass.LARGE ? SHARE_OF_LARGE : 1 - SHARE_OF_LARGE;
    try (BudgetBar bar = new BudgetBar(console, dtype + " " + search.shapes(), seconds * share)) {
      Choice choice =
          search.search(
              seconds * share,
              trial -> {
                table.row("opencl", trial);
                bar.update();
              });
      export.ifPresent(search::export);
      return choice;
    }
  }

  private static void requireFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new BadInputException(
          "cannot write to --export '%s' (%s); legal: a folder"
              .formatted(folder, e.getClass().getSimpleName()));
    }
  }

  private String said(ShapeClass shapes, Choice choice) {
    Trial first = choice.trials().getFirst();
    return choice.setting().equals(first.setting())
        ? "%s %s: %s, taken without a search, is the fastest"
            .formatted(dtype, shapes, first.setting())
        : "%s %s: %s from now on; without a search %s"
            .formatted(dtype, shapes, choice.setting(), first.setting());
  }
}
