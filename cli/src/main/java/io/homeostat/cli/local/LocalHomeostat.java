package io.homeostat.cli.local;

import io.homeostat.cli.CommandException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * All of Homeostat on one machine: `up`, from the checks before the start to the last process's
 * end.
 *
 * @param folder where its data is
 * @param distribution what was built
 * @param processes what is started
 * @param ports which ports it takes
 * @param world what it watches
 * @param mode how far it may go
 * @param further settings beyond the usual ones, by key
 */
public record LocalHomeostat(
    DataFolder folder,
    Distribution distribution,
    List<ProcessSpec> processes,
    PortWish ports,
    Settings.World world,
    Settings.Mode mode,
    Map<String, String> further) {

  private static final int KILLED_BY_SECOND_SIGNAL = 130;

  public LocalHomeostat {
    processes = List.copyOf(processes);
    further = Map.copyOf(further);
  }

  /**
   * Starts everything and returns once it was stopped.
   *
   * @param onReady called in a thread of its own once all processes are ready
   * @return whether all became ready before it ended
   * @throws CommandException when something that a start needs is not there, with the remedy
   */
  public boolean run(PrintStream out, InstantSource clock, Consumer<Settings> onReady)
      throws InterruptedException {
    Narrator narrator = new Narrator(out, folder);
    requireGood(
        List.of(Checks.java(Runtime.version(), java()), Checks.data(folder), Checks.disk(folder)),
        narrator);
    processes.forEach(distribution::classPath);
    folder.create();
    try (DataLock lock = DataLock.take(folder)) {
      List<String> left = Leftovers.end(folder);
      if (!left.isEmpty()) {
        narrator.endedLeftovers(left);
      }
      Settings settings = new Settings(folder, choosePorts(), world, mode, further);
      List<Finding> findings = new ArrayList<>(Checks.ports(folder, settings.ports(), processes));
      findings.add(Checks.memory());
      requireGood(findings, narrator);
      settings.write();
      return supervise(settings, narrator, clock, onReady);
    }
  }

  private boolean supervise(
      Settings settings, Narrator narrator, InstantSource clock, Consumer<Settings> onReady)
      throws InterruptedException {
    Thread afterwards = new Thread(() -> onReady.accept(settings), "after-ready");
    afterwards.setDaemon(true);
    Supervisor supervisor =
        new Supervisor(
            processes,
            new JvmLauncher(distribution, folder, java()),
            folder,
            RestartPolicy.usual(),
            narrator,
            clock,
            afterwards::start);
    StopSignals.handle(
        clock,
        supervisor::stop,
        () -> {
          supervisor.killAll();
          Household.in(folder.root()).forEach(ProcessHandle::destroyForcibly);
          Runtime.getRuntime().halt(KILLED_BY_SECOND_SIGNAL);
        });
    narrator.begins(processes);
    Supervisor.End end = supervisor.run();
    narrator.ends();
    return end == Supervisor.End.STOPPED_AS_ASKED;
  }

  private Ports choosePorts() {
    try {
      return ports.choose(
          Settings.lastPorts(folder),
          number -> Checks.canBeHad(folder, number),
          new SplittableRandom());
    } catch (IllegalArgumentException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireGood(List<Finding> findings, Narrator narrator) {
    findings.stream()
        .filter(finding -> finding.verdict() == Finding.Verdict.DOUBTFUL)
        .forEach(narrator::doubts);
    List<Finding> bad =
        findings.stream().filter(finding -> finding.verdict() == Finding.Verdict.BAD).toList();
    if (!bad.isEmpty()) {
      throw new CommandException(
          bad.stream().map(Finding::text).collect(Collectors.joining("\n           ")));
    }
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"));
  }
}
