package io.homeostat.cli;

import io.homeostat.cli.local.Checks;
import io.homeostat.cli.local.DataFolder;
import io.homeostat.cli.local.DataLock;
import io.homeostat.cli.local.Distribution;
import io.homeostat.cli.local.Finding;
import io.homeostat.cli.local.Ports;
import io.homeostat.cli.local.ProcessTable;
import io.homeostat.cli.local.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks all that `up` needs, and tells what is wrong and what helps. */
@Command(
    name = "doctor",
    description = {
      "Check all that `up` needs on this machine, and say what helps where something is missing.",
      "Ends with 1 when something is."
    },
    footerHeading = "%nExample:%n",
    footer = "  homeostat doctor --data /tmp/second")
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Place place = new Place();

  @Override
  public Integer call() {
    List<Finding> findings = findings();
    PrintWriter out = spec.commandLine().getOut();
    findings.forEach(
        finding ->
            out.printf("  %-6s %-14s %s%n", word(finding), finding.subject(), finding.text()));
    boolean good = findings.stream().allMatch(finding -> finding.verdict() != Finding.Verdict.BAD);
    out.println(good ? "Homeostat can start here." : "Homeostat can't start here yet: see above.");
    return good ? 0 : 1;
  }

  private List<Finding> findings() {
    DataFolder folder = place.folder();
    List<Finding> findings = new ArrayList<>();
    findings.add(Checks.java(Runtime.version(), Path.of(System.getProperty("java.home"))));
    findings.add(built(place.distribution()));
    findings.add(Checks.data(folder));
    findings.add(Checks.disk(folder));
    Optional<Long> running = DataLock.holder(folder);
    if (running.isPresent()) {
      findings.add(
          new Finding(
              "running",
              Finding.Verdict.GOOD,
              "Homeostat runs (process "
                  + running.get()
                  + "), so its ports and memory are in use"));
    } else {
      findings.add(Checks.memory());
      findings.addAll(
          Checks.ports(
              folder, Settings.lastPorts(folder).orElseGet(Ports::usual), ProcessTable.withDemo()));
    }
    return findings;
  }

  private static Finding built(Distribution distribution) {
    try {
      ProcessTable.withDemo().forEach(distribution::classPath);
      return new Finding("product", Finding.Verdict.GOOD, "built in " + distribution.root());
    } catch (CommandException e) {
      return new Finding("product", Finding.Verdict.BAD, String.valueOf(e.getMessage()));
    }
  }

  private static String word(Finding finding) {
    return switch (finding.verdict()) {
      case GOOD -> "good";
      case DOUBTFUL -> "note";
      case BAD -> "BAD";
    };
  }
}
