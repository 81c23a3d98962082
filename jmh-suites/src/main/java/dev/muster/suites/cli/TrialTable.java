package dev.muster.suites.cli;

import dev.muster.results.report.Cell;
import dev.muster.results.report.Column;
import dev.muster.results.report.Table;
import dev.muster.results.report.TableFormat;
import dev.muster.results.report.TableWriter;
import dev.muster.suites.tune.Trial;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What settings of libraries are worth, a row as each is tried. */
final class TrialTable {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("kernel", 10),
          Column.text("setting", 18),
          Column.text("GFLOP/s", 90),
          Column.text("library", 0));

  private final TableWriter writer;
  private final Interruption interruption;
  private boolean allRight = true;

  /**
   * @param interruption with which a trial may have ended
   */
  TrialTable(TableFormat format, Appendable out, Interruption interruption) {
    this.writer = format.table(new Table("", COLUMNS), out);
    this.interruption = interruption;
  }

  /** Among the notes of a run. */
  static TrialTable forPeople(Main muster) {
    return new TrialTable(
        TableFormat.parse("table"), muster.console().notes(), muster.interruption());
  }

  void row(String kernel, Trial trial) {
    interruption.holdIfCome();
    allRight &= !trial.wrongAnswer();
    writer.row(
        List.of(
            Cell.of(kernel),
            Cell.of(trial.setting().isEmpty() ? "as shipped" : trial.setting()),
            Cell.of(said(trial)),
            trial.usable() ? Cell.of(trial.facts()) : new Cell.Missing()));
  }

  /** What a command ends with that has shown these. */
  int exitCode() {
    return allRight ? Main.OK : Main.WRONG;
  }

  private static String said(Trial trial) {
    if (trial.usable()) {
      return rates(trial);
    }
    return trial.wrongAnswer() ? trial.complaint() : "[unsupported] " + trial.complaint();
  }

  private static String rates(Trial trial) {
    return trial.gflops().entrySet().stream()
        .sorted(Comparator.comparing(Map.Entry::getKey))
        .map(each -> "%s %s".formatted(each.getKey(), Cell.of(each.getValue()).text()))
        .collect(Collectors.joining(", "));
  }
}
