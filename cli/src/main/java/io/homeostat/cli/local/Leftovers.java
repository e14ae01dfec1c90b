package io.homeostat.cli.local;

import io.homeostat.cli.CommandException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Processes of an earlier supervisor that still run, though their lifeline is cut. */
final class Leftovers {
  private static final Duration ORDERLY = Duration.ofSeconds(15);
  private static final Duration FORCED = Duration.ofSeconds(5);

  private Leftovers() {}

  /**
   * Ends them, in an orderly way first.
   *
   * @return the names of those that were there
   * @throws CommandException when one can't be ended
   */
  static List<String> end(DataFolder folder) {
    try {
      List<PidFile> alive = PidFile.alive(folder);
      alive.forEach(left -> handle(left, ProcessHandle::destroy));
      awaitEnd(alive, ORDERLY);
      alive.forEach(left -> handle(left, ProcessHandle::destroyForcibly));
      awaitEnd(alive, FORCED);
      for (PidFile left : alive) {
        if (left.isAlive()) {
          throw new CommandException(
              "process "
                  + left.pid()
                  + " ("
                  + left.name()
                  + " of an earlier start) does not end: end it with `kill -9 "
                  + left.pid()
                  + "`");
        }
      }
      return alive.stream().map(PidFile::name).toList();
    } catch (IOException e) {
      throw new CommandException(
          "the process files in " + folder.pids() + " can't be read: " + e.getMessage(), e);
    }
  }

  private static void handle(PidFile left, java.util.function.Consumer<ProcessHandle> action) {
    if (left.isAlive()) {
      ProcessHandle.of(left.pid()).ifPresent(action);
    }
  }

  private static void awaitEnd(List<PidFile> processes, Duration limit) {
    CompletableFuture<?>[] ends =
        processes.stream()
            .filter(PidFile::isAlive)
            .flatMap(left -> ProcessHandle.of(left.pid()).stream())
            .map(ProcessHandle::onExit)
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("a process's end could not be awaited", e);
    }
  }
}
