package dev.muster.suites.cli;

import dev.muster.results.report.TableFormat;
import dev.muster.suites.inspect.Inspection;
import dev.muster.suites.inspect.Loop;
import dev.muster.suites.inspect.Trait;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** An inner loop as people read it: its code, and then its counts on one line. */
final class InspectionReport {
  /** The format for people; all others are for scripts, and have the counts as a row. */
  private static final String FOR_PEOPLE = "table";

  /** Named beside the instruction. */
  private static final Set<Trait> AVOIDABLE =
      EnumSet.of(Trait.REGISTER_BROADCAST, Trait.SPILL, Trait.RELOAD);

  private final TableFormat format;
  private final Console console;

  InspectionReport(TableFormat format, Console console) {
    this.format = format;
    this.console = console;
  }

  /** Prints it and answers the exit code. */
  int print(Inspection inspection) {
    if (format.name().equals(FOR_PEOPLE)) {
      console.append(text(inspection));
    } else {
      InspectionRow.write(inspection, format, console);
    }
    return inspection instanceof Inspection.Failed ? Main.WRONG : Main.OK;
  }

  private static String text(Inspection inspection) {
    return switch (inspection) {
      case Inspection.Seen seen -> text(seen);
      case Inspection.Unseen unseen -> unseen.message() + "\n";
    };
  }

  private static String text(Inspection.Seen seen) {
    return "%s, by C2 of JDK %s:\n\n%s\n%s\n"
        .formatted(seen.method(), Runtime.version(), code(seen.loop()), seen.summary());
  }

  private static String code(Loop loop) {
    return loop.lines().stream().map(InspectionReport::line).collect(Collectors.joining());
  }

  private static String line(Loop.Line line) {
    String[] words = line.instruction().text().split(" ", 2);
    String operands = words.length == 1 ? "" : words[1];
    String remarks =
        line.traits().stream()
            .filter(AVOIDABLE::contains)
            .map(Trait::noun)
            .collect(Collectors.joining(", "));
    return "  %x  %-13s %-40s %s"
            .formatted(line.instruction().address(), words[0], operands, remarks)
            .stripTrailing()
        + "\n";
  }
}
