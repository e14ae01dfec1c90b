package io.homeostat.cli.people;

import io.homeostat.cli.CommandException;
import io.homeostat.cli.Place;
import io.homeostat.cli.local.StatusFile;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the console is, and who asks. Shared by the verbs that talk to it. */
final class ConsoleOptions {
  private static final String TOKEN = "HOMEOSTAT_TOKEN";

  @Mixin private Place place = new Place();

  @Option(
      names = "--console",
      paramLabel = "URL",
      description = "The console's address; that of the Homeostat in the data folder unless given.")
  private @Nullable String console;

  @Option(
      names = "--by",
      paramLabel = "WHO",
      defaultValue = "${sys:user.name}",
      description =
          "Who says so; this system's user unless given. Where the console has configured users,"
              + " the token in the variable HOMEOSTAT_TOKEN tells instead.")
  private String by = "";

  ConsoleClient client() {
    Optional<String> token = Optional.ofNullable(System.getenv(TOKEN)).filter(it -> !it.isBlank());
    return new ConsoleClient(address(), by, token);
  }

  private String address() {
    if (console != null) {
      return console.endsWith("/") ? console.substring(0, console.length() - 1) : console;
    }
    return Optional.ofNullable(StatusFile.addresses(place.folder()).get("console"))
        .orElseThrow(
            () ->
                new CommandException(
                    "no console is known on "
                        + place.folder().root()
                        + ": run `homeostat up`, name its data folder with --data, or the address"
                        + " with --console"));
  }
}
