package io.homeostat.cli.local;

import io.homeostat.cli.CommandException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Starts processes in the order of their needs, starts those again that die, and stops all in
 * reverse. One thread reacts to events; other threads only put events into its queue.
 */
final class Supervisor {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(25);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** How a supervisor's run ended. */
  enum End {
    STOPPED_AS_ASKED,
    COULD_NOT_START
  }

  private final Launcher launcher;
  private final DataFolder folder;
  private final RestartPolicy policy;
  private final Narrator narrator;
  private final InstantSource clock;
  private final Runnable onReady;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Map<String, Supervised> processes = new LinkedHashMap<>();
  private final Instant began;
  private boolean wasReady;
  private boolean stopping;
  private End end = End.STOPPED_AS_ASKED;

  /**
   * @param onReady called once, when all processes are ready for the first time; it must not block
   */
  Supervisor(
      List<ProcessSpec> specs,
      Launcher launcher,
      DataFolder folder,
      RestartPolicy policy,
      Narrator narrator,
      InstantSource clock,
      Runnable onReady) {
    specs.forEach(spec -> processes.put(spec.name(), new Supervised(spec)));
    this.launcher = launcher;
    this.folder = folder;
    this.policy = policy;
    this.narrator = narrator;
    this.clock = clock;
    this.onReady = onReady;
    this.began = clock.instant();
  }

  /** Asks for an orderly stop, from any thread. */
  void stop() {
    events.add(new Event.StopAsked());
  }

  /** Ends every process at once, from any thread. */
  void killAll() {
    List<Supervised> all = List.copyOf(processes.values());
    all.forEach(process -> process.phase().running().ifPresent(ChildProcess::kill));
  }

  /** Runs until it was stopped, or a process could not be started at all. */
  End run() throws InterruptedException {
    startWhatCan();
    while (!isOver()) {
      Event event = events.poll(untilNextDue().toMillis() + 1, TimeUnit.MILLISECONDS);
      if (event != null) {
        apply(event);
      }
      applyDue();
      if (stopping) {
        stopWhatCan();
      } else {
        startWhatCan();
      }
      writeStatus();
    }
    return end;
  }

  private void apply(Event event) {
    if (event instanceof Event.Ready ready) {
      find(ready.child()).ifPresent(process -> becomeReady(process, ready));
    } else if (event instanceof Event.Ended ended) {
      find(ended.child()).ifPresent(process -> hasEnded(process, ended));
    } else {
      beginStop();
    }
  }

  private void becomeReady(Supervised process, Event.Ready ready) {
    if (!(process.phase() instanceof Phase.Starting starting)) {
      return;
    }
    Instant now = clock.instant();
    process.become(new Phase.Ready(ready.child(), now));
    process.listensOn(ready.addresses());
    narrator.isReady(process, Duration.between(starting.since(), now), ready.child().pid());
    if (!wasReady && processes.values().stream().allMatch(Supervised::isReady)) {
      wasReady = true;
      writeStatus();
      narrator.allReady(Duration.between(began, now), addresses());
      onReady.run();
    }
  }

  private void hasEnded(Supervised process, Event.Ended ended) {
    Instant now = clock.instant();
    forget(process);
    if (process.phase() instanceof Phase.Stopping stop) {
      process.become(new Phase.Stopped());
      narrator.stopped(process, Duration.between(stop.since(), now));
      return;
    }
    Duration lived = Duration.between(since(process.phase()).orElse(now), now);
    process.died(policy, lived);
    String how =
        ended.code() > 128
            ? "was ended by signal " + (ended.code() - 128)
            : "ended with code " + ended.code();
    Optional<Duration> pause = policy.pause(process.deaths());
    if (stopping) {
      process.become(new Phase.Stopped());
    } else if (pause.isPresent()) {
      process.become(new Phase.Paused(now.plus(pause.get())));
      narrator.restarts(process, how, lived, pause.get());
    } else {
      giveUp(process, how, ended.child().lastWords());
    }
  }

  private void giveUp(Supervised process, String how, List<String> lastWords) {
    process.become(new Phase.GivenUp());
    narrator.givesUp(process, how, lastWords);
    if (!wasReady) {
      end = End.COULD_NOT_START;
      beginStop();
    }
  }

  private void beginStop() {
    if (!stopping) {
      stopping = true;
      narrator.stops();
    }
  }

  private void applyDue() {
    Instant now = clock.instant();
    for (Supervised process : processes.values()) {
      if (process.due(STOP_LIMIT).filter(due -> !due.isAfter(now)).isEmpty()) {
        continue;
      }
      if (process.phase() instanceof Phase.Starting starting) {
        narrator.tooSlow(process);
        starting.child().kill();
        process.become(new Phase.Starting(starting.child(), now));
      } else if (process.phase() instanceof Phase.Stopping stop) {
        stop.child().kill();
        process.become(new Phase.Stopping(stop.child(), now));
      } else if (!stopping) {
        process.startedAgain();
        start(process);
      }
    }
  }

  private void startWhatCan() {
    for (Supervised process : processes.values()) {
      if (process.phase() instanceof Phase.Waiting
          && process.spec().startsAfter().stream().allMatch(name -> known(name).isReady())) {
        start(process);
      }
    }
  }

  private void start(Supervised process) {
    try {
      OutputLog log = new OutputLog(folder.logs(), process.name());
      narrator.starts(process);
      ChildProcess child = ChildProcess.start(launcher.prepare(process.spec()), log, events::add);
      PidFile.write(folder, process.name(), child.pid());
      process.become(new Phase.Starting(child, clock.instant()));
    } catch (IOException | CommandException e) {
      process.died(policy, Duration.ZERO);
      giveUp(process, "can't be started", List.of(String.valueOf(e.getMessage())));
    }
  }

  private void stopWhatCan() {
    for (Supervised process : processes.values()) {
      boolean outlived =
          processes.values().stream()
              .filter(other -> other.spec().stopsBefore().contains(process.name()))
              .allMatch(Supervised::isOver);
      if (process.phase() instanceof Phase.Paused) {
        process.become(new Phase.Stopped());
      } else if (outlived && !(process.phase() instanceof Phase.Stopping)) {
        process
            .phase()
            .running()
            .ifPresent(
                child -> {
                  process.become(new Phase.Stopping(child, clock.instant()));
                  child.stop();
                });
      }
    }
  }

  private Duration untilNextDue() {
    Instant now = clock.instant();
    return processes.values().stream()
        .flatMap(process -> process.due(STOP_LIMIT).stream())
        .map(due -> Duration.between(now, due))
        .min(Duration::compareTo)
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .orElse(LONGEST_WAIT);
  }

  private boolean isOver() {
    return stopping && processes.values().stream().allMatch(Supervised::isOver);
  }

  private void writeStatus() {
    try {
      StatusFile.of(processes.values()).write(folder, addresses());
    } catch (IOException e) {
      narrator.doubts(
          Finding.doubtful("status", folder.status() + " can't be written: " + e.getMessage()));
    }
  }

  private void forget(Supervised process) {
    try {
      PidFile.forget(folder, process.name());
    } catch (IOException e) {
      narrator.doubts(
          Finding.doubtful("pids", folder.pids() + " can't be written: " + e.getMessage()));
    }
  }

  private Map<String, String> addresses() {
    Map<String, String> all = new TreeMap<>();
    processes.values().forEach(process -> all.putAll(process.addresses()));
    return all;
  }

  private Optional<Supervised> find(ChildProcess child) {
    Collection<Supervised> all = processes.values();
    return all.stream().filter(process -> process.isLifeOf(child)).findFirst();
  }

  private Supervised known(String name) {
    return Optional.ofNullable(processes.get(name))
        .orElseThrow(() -> new IllegalStateException("no process '" + name + "' in the table"));
  }

  private static Optional<Instant> since(Phase phase) {
    if (phase instanceof Phase.Starting starting) {
      return Optional.of(starting.since());
    }
    return phase instanceof Phase.Ready ready ? Optional.of(ready.since()) : Optional.empty();
  }
}
