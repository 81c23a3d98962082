package dev.muster.suites.cli;

import dev.muster.results.report.TableFormat;
import dev.muster.suites.measure.Discovered;
import dev.muster.suites.measure.Discovery;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Lists all that can be measured here. */
@Command(name = "devices", description = "List all that can be measured here, and what is missing.")
final class DevicesCommand implements Callable<Integer> {

  @ParentCommand private Main muster;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    TableFormat tableFormat = format.format();
    List<Discovered> found = Discovery.all();
    FoundTable.inFull(tableFormat).print(found, muster.console());
    FoundTable.howToGetMore(found).ifPresent(muster.console()::note);
    return Main.OK;
  }
}
