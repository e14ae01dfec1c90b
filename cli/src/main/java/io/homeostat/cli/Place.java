package io.homeostat.cli;

import io.homeostat.cli.local.DataFolder;
import io.homeostat.cli.local.Distribution;
import io.homeostat.cli.local.Settings;
import io.homeostat.schemas.service.ServiceConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where this Homeostat is: its data folder, and what was built. Shared by the verbs. */
public final class Place {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder; .homeostat beside the launcher unless given.")
  private @Nullable Path data;

  /** The folder that holds the launcher. */
  Path home() {
    return Optional.ofNullable(System.getProperty("homeostat.home"))
        .map(Path::of)
        .orElseThrow(
            () -> new CommandException("homeostat.home is not set: run this through ./homeostat"));
  }

  /** The data folder. */
  public DataFolder folder() {
    return new DataFolder(data == null ? home().resolve(".homeostat") : data);
  }

  Distribution distribution() {
    return new Distribution(home().resolve("target").resolve("dist"));
  }

  /**
   * The settings of the Homeostat in the data folder.
   *
   * @throws CommandException when none was ever started there
   */
  ServiceConfig settings() {
    return Settings.last(folder())
        .orElseThrow(
            () ->
                new CommandException(
                    "Homeostat was never started on "
                        + folder().root()
                        + ": run `homeostat up`, or name its data folder with --data"));
  }
}
