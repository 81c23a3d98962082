package dev.muster.suites.cli;

import dev.muster.bridge.os.Descriptors;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.results.StoreException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The {@code muster} command line. */
@Command(
    name = "muster",
    mixinStandardHelpOptions = true,
    version = "muster " + Version.TEXT,
    description = "How strong is one chip, how well do many work together, when do many beat one?",
    subcommands = {
      RunCommand.class,
      BenchCommand.class,
      DevicesCommand.class,
      ShowCommand.class,
      SetupCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  /** All went well, missing back ends included. */
  static final int OK = 0;

  /** Something was measured wrong or failed. */
  static final int WRONG = 1;

  /** What was typed cannot be done; nothing was written. */
  static final int BAD_INPUT = 2;

  /** Names the descriptor of the real standard error; see the launcher. */
  private static final String STANDARD_ERROR = "muster.stderr";

  private Main() {}

  public static void main(String[] args) {
    Integer realError = Integer.getInteger(STANDARD_ERROR);
    if (realError != null) {
      Descriptors.redirect(realError, 2);
    }
    System.exit(execute(args));
  }

  /** Runs one command and answers its exit code. */
  static int execute(String... args) {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    return new CommandLine(new Main())
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, _) -> misuse(e, err))
        .setExecutionExceptionHandler((e, command, _) -> failure(e, command, err))
        .execute(args);
  }

  private static int misuse(ParameterException e, PrintWriter err) {
    CommandLine command = e.getCommandLine();
    String hint = "see 'muster help " + command.getCommandName() + "'";
    if (command.getParent() == null) {
      hint = "legal commands: " + String.join(", ", command.getSubcommands().keySet());
    }
    err.println("muster: " + oneLine(e.getMessage()) + "; " + hint);
    return BAD_INPUT;
  }

  private static int failure(Exception e, CommandLine command, PrintWriter err) throws Exception {
    if (e instanceof BadInputException || e instanceof StoreException) {
      err.println("muster " + command.getCommandName() + ": " + oneLine(e.getMessage()));
      return BAD_INPUT;
    }
    throw e;
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}
