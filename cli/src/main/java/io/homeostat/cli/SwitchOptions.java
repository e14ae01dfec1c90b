package io.homeostat.cli;

import io.homeostat.cli.local.DataLock;
import io.homeostat.cli.topics.StopSwitch;
import io.homeostat.core.model.Control;
import java.time.InstantSource;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What `stop` and `start` share: who sets the switch, why, and where it is. */
final class SwitchOptions {
  @Mixin private Place place = new Place();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why; it stands in the audit.")
  private String reason = "";

  @Option(
      names = "--by",
      paramLabel = "WHO",
      defaultValue = "${sys:user.name}",
      description = "Who says so; this system's user unless given.")
  private String by = "";

  void stop() {
    set(true);
  }

  void lift() {
    set(false);
  }

  private void set(boolean stopped) {
    String bootstrap = place.settings().text("kafka.bootstrap");
    if (DataLock.holder(place.folder()).isEmpty()) {
      throw new CommandException(
          "Homeostat does not run on "
              + place.folder().root()
              + ", so nothing changes anyway; the switch can be set once `homeostat up` runs. `up --observe` starts without changing anything");
    }
    long now = InstantSource.system().millis();
    new StopSwitch(bootstrap).set(new Control(stopped, by, reason, now));
  }
}
