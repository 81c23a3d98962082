package dev.muster.suites.cli;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.results.report.TableFormat;
import dev.muster.suites.measure.Discovered;
import dev.muster.suites.measure.Discovery;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists all that can be measured here. */
@Command(name = "devices", description = "List all that can be measured here, and what is missing.")
final class DevicesCommand implements Callable<Integer> {

  @ParentCommand private Main muster;

  @Mixin private FormatOption format;

  @Option(
      names = "--describe",
      description = "Print all that is known of each device, a line per fact.")
  private boolean describe;

  @Override
  public Integer call() {
    TableFormat tableFormat = format.format();
    if (describe && tableFormat.isForScripts()) {
      throw new BadInputException(
          "--describe is for people, and --format %s for scripts; legal: one of them"
              .formatted(tableFormat.name()));
    }
    List<Discovered> found = Discovery.all();
    if (describe) {
      describe(found);
    } else {
      FoundTable.inFull(tableFormat).print(found, muster.console());
    }
    FoundTable.howToGetMore(found).ifPresent(muster.console()::note);
    return Main.OK;
  }

  private void describe(List<Discovered> found) {
    for (Discovered each : found) {
      String head = each.present() ? each.pool() : "[unsupported]";
      line(head + "  " + each.description());
      if (each.present()) {
        line("    kernels " + String.join(", ", each.kernels()));
      }
      each.facts().forEach(fact -> line("    " + fact));
    }
  }

  private void line(String text) {
    muster.console().append(text + "\n");
  }
}
