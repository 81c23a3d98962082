package dev.muster.suites.cli;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with the arguments of a command, together with the legal ones. */
final class Misuse {
  private Misuse() {}

  static String of(ParameterException e) {
    CommandLine command = e.getCommandLine();
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched.getUnmatched().getFirst(), command);
    }
    return command.getParent() == null
        ? "no command; legal: " + commands(command)
        : "%s; legal: %s".formatted(e.getMessage(), synopsis(command));
  }

  private static String unknown(String argument, CommandLine command) {
    if (argument.startsWith("-")) {
      return "unknown option '%s'; legal: %s".formatted(argument, options(command));
    }
    return command.getParent() == null
        ? "unknown command '%s'; legal: %s".formatted(argument, commands(command))
        : "cannot take '%s'; legal: %s".formatted(argument, synopsis(command));
  }

  private static String commands(CommandLine command) {
    return String.join(", ", command.getSubcommands().keySet());
  }

  private static String options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .map(OptionSpec::longestName)
        .collect(Collectors.joining(", "));
  }

  private static String synopsis(CommandLine command) {
    return command.getHelp().synopsis(0).strip();
  }
}
