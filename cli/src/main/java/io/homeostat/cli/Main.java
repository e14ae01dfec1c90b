package io.homeostat.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The homeostat command. Exit codes: 0 done, 1 failed, 2 wrong usage. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // What the libraries log would bury the one message that a verb ends with.
    boolean verbose = Arrays.asList(args).contains("--verbose");
    System.setProperty("homeostat.log.level", verbose ? "INFO" : "OFF");
    Locale.setDefault(Locale.ROOT);
    System.exit(commandLine().execute(args));
  }

  /** The command with its verbs, for tests and for the help check too. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new HomeostatCommand());
    line.setUsageHelpAutoWidth(true);
    line.setExpandAtFiles(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    RunCommand.explainServices(Objects.requireNonNull(line.getSubcommands().get("run")));
    line.setParameterExceptionHandler(Main::explainUsage);
    line.setExecutionExceptionHandler(
        (thrown, command, parsed) -> {
          explain(thrown, command);
          return command.getCommandSpec().exitCodeOnExecutionException();
        });
    return line;
  }

  private static int explainUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("homeostat: " + message(e));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String message(ParameterException e) {
    CommandLine command = e.getCommandLine();
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched
        && !command.getSubcommands().isEmpty()
        && !unmatched.isUnknownOption()) {
      return "there is no verb '"
          + unmatched.getUnmatched().get(0)
          + "'; there are "
          + String.join(", ", command.getSubcommands().keySet());
    }
    return String.valueOf(e.getMessage());
  }

  private static void explain(Exception thrown, CommandLine command) {
    PrintWriter err = command.getErr();
    if (thrown instanceof CommandException
        || thrown instanceof io.homeostat.schemas.service.ServiceException) {
      err.println("homeostat: " + thrown.getMessage());
    } else {
      err.println("homeostat: a defect in Homeostat: " + thrown + " (--verbose shows where)");
    }
    HomeostatCommand root = command.getCommandSpec().root().commandLine().getCommand();
    if (root.verbose()) {
      thrown.printStackTrace(err);
    }
    err.flush();
  }
}
