package io.homeostat.cli;

import io.homeostat.cli.local.Distribution;
import io.homeostat.cli.services.InstalledService;
import io.homeostat.cli.services.InstalledServices;
import io.homeostat.cli.services.ServiceProcess;
import io.homeostat.cli.services.SettingsCheck;
import io.homeostat.cli.services.SettingsTable;
import io.homeostat.schemas.service.ServiceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs one service in the foreground. The command checks the settings and writes what is to be run
 * for the launcher, which puts the service in its own place: no second process stays behind.
 */
@Command(
    name = "run",
    description = {
      "Run one service in the foreground, against any Kafka: logs on standard output, until"
          + " SIGTERM.",
      "Ends with 0 when it was told to end, 70 when it failed, 1 when its settings can't be used, 2"
          + " on wrong usage.",
      "A service's own settings: homeostat run SERVICE --help"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  homeostat topics create --config homeostat.properties",
      "  homeostat run gateway --config homeostat.properties",
      "  homeostat run pager --help",
      "  HOMEOSTAT_JAVA_OPTS=-Xmx1g homeostat run console --config homeostat.properties"
    })
final class RunCommand implements Callable<Integer> {
  /** The key of the part of the help that lists a service's settings. */
  private static final String SETTINGS_SECTION = "settings";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "SERVICE",
      description = "Such as gateway, probe, cdc, clock, broadcaster, governor, actuators, pager.")
  private String service = "";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The settings: a properties file in UTF-8; one file may serve all services.")
  private @Nullable Path config;

  /** Lets the help of this verb list the settings of the service that was named. */
  static void explainServices(CommandLine run) {
    run.getHelpSectionMap()
        .put(SETTINGS_SECTION, help -> settings(help.commandSpec().commandLine()));
    List<String> keys = new java.util.ArrayList<>(run.getHelpSectionKeys());
    keys.add(
        keys.indexOf(CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER_HEADING),
        SETTINGS_SECTION);
    run.setHelpSectionKeys(keys);
  }

  private static String settings(CommandLine run) {
    return Optional.ofNullable(run.getParseResult())
        .filter(parsed -> parsed.hasMatchedPositional(0))
        .flatMap(parsed -> services().find(parsed.matchedPositionalValue(0, "")))
        .map(
            found ->
                "%n%s reads:%n".formatted(found.name())
                    + String.join(System.lineSeparator(), SettingsTable.help(found))
                    + System.lineSeparator())
        .orElse("");
  }

  @Override
  public Integer call() {
    InstalledServices services = services();
    InstalledService found = services.find(service).orElseThrow(() -> unknown(service, services));
    if (config == null) {
      throw new ParameterException(
          spec.commandLine(), "--config is missing: name the file of settings");
    }
    List<String> mistakes =
        SettingsCheck.mistakes(ServiceConfig.read(config), found, services.all());
    if (!mistakes.isEmpty()) {
      throw new CommandException(String.join(System.lineSeparator() + "homeostat: ", mistakes));
    }
    write(
        ServiceProcess.command(
            found,
            distribution(),
            Path.of(System.getProperty("java.home")),
            config,
            Optional.ofNullable(System.getenv(ServiceProcess.JVM_OPTIONS)).orElse("")));
    return 0;
  }

  private static void write(List<String> words) {
    String plan = System.getenv("HOMEOSTAT_EXEC");
    if (plan == null) {
      throw new CommandException("a service is run by the launcher: use ./homeostat run");
    }
    try {
      Files.write(Path.of(plan), words);
    } catch (IOException e) {
      throw new CommandException("the launcher's file " + plan + " can't be written: " + e, e);
    }
  }

  private static InstalledServices services() {
    return InstalledServices.in(distribution());
  }

  private static Distribution distribution() {
    return new Place().distribution();
  }

  private ParameterException unknown(String name, InstalledServices services) {
    return new ParameterException(
        spec.commandLine(),
        "there is no service '"
            + name
            + "'; there are "
            + services.all().stream()
                .map(InstalledService::name)
                .collect(Collectors.joining(", ")));
  }
}
