package io.homeostat.cli;

import io.homeostat.cli.local.DataFolder;
import io.homeostat.cli.local.DataLock;
import io.homeostat.cli.local.ProcessMeasure;
import io.homeostat.cli.local.StatusFile;
import io.homeostat.cli.topics.StopSwitch;
import io.homeostat.core.model.Control;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells what runs, since when, and where it listens. */
@Command(
    name = "status",
    description = {
      "Tell which processes run, their memory and restarts, what listens where, and the stop switch.",
      "Ends with 1 when Homeostat does not run, or not all of it."
    },
    footerHeading = "%nExample:%n",
    footer = "  homeostat status --data /tmp/second")
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Place place = new Place();

  @Override
  public Integer call() {
    DataFolder folder = place.folder();
    PrintWriter out = spec.commandLine().getOut();
    Optional<Long> supervisor = DataLock.holder(folder);
    if (supervisor.isEmpty()) {
      out.println("Homeostat does not run on " + folder.root() + ". Start it with: homeostat up");
      return 1;
    }
    out.printf("Homeostat runs on %s (process %d)%n", folder.root(), supervisor.get());
    StatusFile status = StatusFile.read(folder).orElse(new StatusFile(java.util.List.of()));
    status
        .processes()
        .forEach(entry -> print(out, folder, entry, InstantSource.system().instant()));
    out.println();
    out.println("  stop switch      " + stopSwitch());
    StatusFile.addresses(folder)
        .forEach((name, address) -> out.printf("  %-16s %s%n", name, address));
    boolean whole = status.processes().stream().allMatch(entry -> entry.phase().equals("ready"));
    return whole && !status.processes().isEmpty() ? 0 : 1;
  }

  private String stopSwitch() {
    try {
      return new StopSwitch(place.settings().text("kafka.bootstrap"))
          .read()
          .filter(Control::stopped)
          .map(StatusCommand::stopped)
          .orElse("off: changes may begin, as far as the rules allow");
    } catch (CommandException e) {
      return "unknown: " + e.getMessage();
    }
  }

  private static String stopped(Control control) {
    String reason = control.reason().isEmpty() ? "" : ": " + control.reason();
    String text =
        "ON since "
            + Instant.ofEpochMilli(control.timeMillis())
            + " by "
            + control.by()
            + reason
            + ". No new change begins; `homeostat start` lifts it";
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static void print(
      PrintWriter out, DataFolder folder, StatusFile.Entry entry, Instant now) {
    String running =
        entry.pid() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "process %-7d %-9s %s",
                entry.pid(),
                entry.since().map(since -> lasted(Duration.between(since, now))).orElse(""),
                ProcessMeasure.residentMebibytes(folder, entry.name(), entry.pid()).stream()
                    .mapToObj(mebibytes -> mebibytes + " MiB")
                    .findFirst()
                    .orElse(""));
    String restarts = entry.restarts() == 0 ? "" : "  restarted " + entry.restarts() + " times";
    out.printf("  %-10s %-9s %s%s%n", entry.name(), entry.phase(), running, restarts);
  }

  private static String lasted(Duration duration) {
    if (duration.toMinutes() < 2) {
      return duration.toSeconds() + " s";
    }
    return duration.toHours() < 2 ? duration.toMinutes() + " min" : duration.toHours() + " h";
  }
}
