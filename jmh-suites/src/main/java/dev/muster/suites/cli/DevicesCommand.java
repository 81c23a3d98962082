package dev.muster.suites.cli;

import dev.muster.suites.measure.Discovery;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists all that can be measured here. */
@Command(
    name = "devices",
    mixinStandardHelpOptions = true,
    description = "List all that can be measured here, and what is missing.")
final class DevicesCommand implements Callable<Integer> {

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    Console console = new Console();
    new FoundTable(format.format()).print(Discovery.all(), console);
    return Main.OK;
  }
}
