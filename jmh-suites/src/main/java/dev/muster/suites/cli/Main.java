package dev.muster.suites.cli;

import dev.muster.bridge.mpi.MpiException;
import dev.muster.bridge.os.Descriptors;
import dev.muster.kernels.problem.BadInputException;
import dev.muster.results.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The {@code muster} command line. */
@Command(
    name = "muster",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "How strong is one chip, how well do many work together, when do many beat one?",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      Main.OK + ":all went well; what this machine lacks counts as well",
      Main.WRONG + ":a measurement was WRONG or [failed]",
      Main.BAD_INPUT + ":what was typed cannot be done; nothing was measured",
      Main.INTERRUPTED + ":Ctrl-C; what was measured is kept",
      Main.NOBODY_READS + ":whoever read standard output went away"
    },
    subcommands = {
      RunCommand.class,
      BenchCommand.class,
      CeilingsCommand.class,
      MatMulCommand.class,
      CompareDevicesCommand.class,
      AllReduceCommand.class,
      ReduceScatterCommand.class,
      AllGatherCommand.class,
      BroadcastCommand.class,
      ReduceCommand.class,
      AllToAllCommand.class,
      ExplainCommand.class,
      ScaleCommand.class,
      DevicesCommand.class,
      ShowCommand.class,
      TuneCommand.class,
      InspectCommand.class,
      SetupCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  static final int OK = 0;
  static final int WRONG = 1;
  static final int BAD_INPUT = 2;

  /** 128 + SIGINT, as shells count. */
  static final int INTERRUPTED = 130;

  /** 128 + SIGPIPE, of which Java makes an exception. */
  static final int NOBODY_READS = 141;

  /** Names the descriptor of the real standard error; see the launcher. */
  private static final String STANDARD_ERROR = "muster.stderr";

  private final Console console;
  private final Interruption interruption;

  Main(Console console, Interruption interruption) {
    this.console = console;
    this.interruption = interruption;
  }

  public static void main(String[] args) {
    Integer realError = Integer.getInteger(STANDARD_ERROR);
    if (realError != null) {
      Descriptors.redirect(realError, Descriptors.STDERR);
    }
    Main muster = new Main(Console.ofProcess(), Interruption.ofProcess());
    System.exit(muster.execute(args));
  }

  /** Runs one command and answers its exit code. */
  int execute(String... args) {
    return new CommandLine(this)
        .setOut(console.printer())
        .setParameterExceptionHandler((e, _) -> refuse(e.getCommandLine(), Misuse.of(e)))
        .setExecutionExceptionHandler((e, command, _) -> failure(e, command))
        .execute(args);
  }

  Console console() {
    return console;
  }

  Interruption interruption() {
    return interruption;
  }

  private int failure(Exception e, CommandLine command) throws Exception {
    if (e instanceof BadInputException || e instanceof StoreException) {
      return refuse(command, e.getMessage());
    }
    if (e instanceof MpiException) {
      var _ = refuse(command, e.getMessage());
      return WRONG;
    }
    if (e instanceof OutputException output) {
      return output.nobodyReads() ? NOBODY_READS : refuse(command, output.getMessage());
    }
    throw e;
  }

  private int refuse(CommandLine command, String message) {
    String name = command.getCommandSpec().qualifiedName();
    console.note(name + ": " + message.replaceAll("\\s*\\R\\s*", " "));
    return BAD_INPUT;
  }
}
