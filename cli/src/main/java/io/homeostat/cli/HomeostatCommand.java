package io.homeostat.cli;

import io.homeostat.cli.people.ActionsCommand;
import io.homeostat.cli.people.DriftCommand;
import io.homeostat.cli.people.IncidentsCommand;
import io.homeostat.cli.people.TargetsCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a verb: tells which verbs there are. */
@Command(
    name = "homeostat",
    description = "Keeps the databases behind AI systems in their normal state.",
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  homeostat up                       start everything on this machine",
      "  homeostat demo index-bloat         break the demo's database, watch it heal",
      "  homeostat actions list             what is proposed, waits or was done",
      "  homeostat stop                     no new change anywhere, until `start`",
      "  homeostat up --help                a verb's options",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage."
    },
    subcommands = {
      UpCommand.class,
      StatusCommand.class,
      StopCommand.class,
      StartCommand.class,
      IncidentsCommand.class,
      ActionsCommand.class,
      TargetsCommand.class,
      DriftCommand.class,
      DemoCommand.class,
      RunCommand.class,
      TopicsCommand.class,
      TailCommand.class,
      RulesCommand.class,
      FeaturesCommand.class,
      TopologyCommand.class,
      PostgresCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      VersionCommand.class
    })
final class HomeostatCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show where an error comes from, and what libraries log.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
  private boolean help;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a verb");
  }

  boolean verbose() {
    return verbose;
  }
}
