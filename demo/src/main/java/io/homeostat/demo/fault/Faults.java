package io.homeostat.demo.fault;

import io.homeostat.demo.postgres.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The faults that this world knows, and which of them run. */
public final class Faults implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Faults.class);
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final Map<String, Fault> faults = new TreeMap<>();
  private final Map<String, Injection> injections = new TreeMap<>();
  private final ExecutorService executor =
      Executors.newCachedThreadPool(task -> new Thread(task, "fault"));
  private final FaultRuns runs;
  private final Duration calm;
  private final long bornNanos = System.nanoTime();

  private record Injection(long run, StopSignal stop, Future<?> task) {}

  /** What came of the wish to start a fault. */
  public sealed interface Start {
    /** It runs now. */
    record Started(FaultRun run) implements Start {}

    /** It was running already; nothing was added to it. */
    record AlreadyRunning(FaultRun run) implements Start {}

    /** This machine lacks what it needs. */
    record Lacking(String why) implements Start {}

    /** There is no fault of this name. */
    record Unknown(List<String> known) implements Start {}
  }

  /**
   * A fault and its newest run.
   *
   * @param missing what this machine lacks for it, and what would help
   * @param state {@code idle}, {@code running} or {@code ended}
   */
  public record Status(
      String name,
      String description,
      double lastsSeconds,
      String ending,
      Optional<String> missing,
      String state,
      Optional<FaultRun> newestRun) {}

  /**
   * Knows these faults; puts right what the demo's last end has cut off.
   *
   * @param calm how long the world lives before a fault begins, so that it is known what is usual
   * @throws SQLException when the database does not answer
   */
  public Faults(Database database, List<Fault> known, Duration calm) throws SQLException {
    this.calm = calm;
    this.runs = new FaultRuns(database);
    runs.endInterrupted();
    for (Fault fault : known) {
      faults.put(fault.name(), fault);
      fault.recover();
    }
  }

  /**
   * Starts a fault, unless it runs; it begins once the world has lived long enough.
   *
   * @param wanted its name, or that of its family
   */
  public synchronized Start start(String wanted, long seed) throws SQLException {
    Optional<Fault> known =
        Optional.ofNullable(faults.get(wanted))
            .or(
                () ->
                    faults.values().stream()
                        .filter(each -> each.family().equals(wanted))
                        .findFirst());
    if (known.isEmpty()) {
      return new Start.Unknown(List.copyOf(faults.keySet()));
    }
    Fault fault = known.get();
    String name = fault.name();
    Optional<String> missing = fault.missing();
    if (missing.isPresent()) {
      return new Start.Lacking(missing.get());
    }
    Injection running = injections.get(name);
    if (running != null && !running.task().isDone()) {
      return new Start.AlreadyRunning(newest(name));
    }
    long run = runs.started(name, seed);
    StopSignal stop = new StopSignal();
    Future<?> task = executor.submit(() -> inject(fault, run, seed, stop));
    injections.put(name, new Injection(run, stop, task));
    log.info("fault {} starts with seed {}", name, seed);
    return new Start.Started(newest(name));
  }

  /**
   * Ends a fault that runs; what it has caused already stays.
   *
   * @param wanted its name, or that of its family: then all of it
   * @return its newest run; empty when there is no such fault, or it has not run since the start
   */
  public synchronized Optional<FaultRun> end(String wanted) throws SQLException {
    Optional<FaultRun> newest = Optional.empty();
    for (Map.Entry<String, Injection> entry : injections.entrySet()) {
      String name = entry.getKey();
      Fault fault = faults.get(name);
      if (name.equals(wanted) || (fault != null && fault.family().equals(wanted))) {
        entry.getValue().stop().raise();
        await(name, entry.getValue());
        newest = runs.newest(name);
      }
    }
    return newest;
  }

  /** Every fault with its newest run. */
  public List<Status> status() throws SQLException {
    List<Status> all = new ArrayList<>();
    for (Fault fault : faults.values()) {
      Optional<FaultRun> newest = runs.newest(fault.name());
      String state = newest.map(run -> run.running() ? "running" : "ended").orElse("idle");
      all.add(
          new Status(
              fault.name(),
              fault.description(),
              fault.lasts().toMillis() / 1000.0,
              fault.ending(),
              fault.missing(),
              state,
              newest));
    }
    return all;
  }

  /**
   * Ends what runs and heals what the faults caused.
   *
   * @throws SQLException when the database does not take it, for instance as an index is locked
   */
  public synchronized void reset() throws SQLException {
    endAll();
    for (Fault fault : faults.values()) {
      fault.recover();
      fault.undo();
    }
    log.info("the world is reset");
  }

  @Override
  public synchronized void close() {
    endAll();
    executor.shutdownNow();
  }

  private FaultRun newest(String name) throws SQLException {
    return runs.newest(name)
        .orElseThrow(() -> new SQLException("fault " + name + " has no run on record"));
  }

  private void inject(Fault fault, long run, long seed, StopSignal stop) {
    String outcome;
    try {
      Duration left = calm.minusNanos(System.nanoTime() - bornNanos);
      if (!left.isNegative()) {
        log.info(
            "fault {} begins in {} s: until then the world shows what is usual",
            fault.name(),
            left.toSeconds());
      }
      if (!stop.await(left)) {
        fault.inject(seed, stop);
      }
      outcome = stop.isRaised() ? "stopped" : "completed";
    } catch (SQLException | RuntimeException e) {
      log.warn("fault {} failed", fault.name(), e);
      outcome = "failed: " + e.getMessage();
    } catch (InterruptedException e) {
      outcome = "interrupted";
    }
    try {
      runs.ended(run, outcome);
      log.info("fault {} ended: {}", fault.name(), outcome);
    } catch (SQLException e) {
      log.warn("cannot record that fault {} ended: {}", fault.name(), outcome, e);
    }
  }

  private void endAll() {
    injections.values().forEach(injection -> injection.stop().raise());
    for (Map.Entry<String, Injection> entry : injections.entrySet()) {
      await(entry.getKey(), entry.getValue());
    }
    injections.clear();
  }

  private static void await(String name, Injection ending) {
    try {
      ending.task().get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.warn("fault {} does not end within {}", name, END_LIMIT, e);
    } catch (ExecutionException e) {
      log.warn("fault {} ended badly", name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
