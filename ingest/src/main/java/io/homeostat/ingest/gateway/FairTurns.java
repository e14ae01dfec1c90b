package io.homeostat.ingest.gateway;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Lets senders take turns: of the tasks that wait, one of each sender runs, round and round, and so
 * many at once. However much one sender has waiting, another's next task waits for one task of each
 * at most. How many wait at all, the memory budget bounds.
 */
final class FairTurns {
  private final Executor executor;
  private final int atOnce;
  private final Map<String, Queue<Runnable>> waiting = new LinkedHashMap<>();
  private int running;

  /**
   * Nobody waits.
   *
   * @param executor runs the tasks
   * @param atOnce how many may run at a time
   */
  FairTurns(Executor executor, int atOnce) {
    this.executor = executor;
    this.atOnce = atOnce;
  }

  /** An executor for one sender's tasks. */
  Executor of(String sender) {
    return task -> add(sender, task);
  }

  private void add(String sender, Runnable task) {
    synchronized (this) {
      if (running == atOnce) {
        waiting.computeIfAbsent(sender, name -> new ArrayDeque<>()).add(task);
        return;
      }
      running++;
    }
    run(task);
  }

  private void run(Runnable task) {
    executor.execute(
        () -> {
          try {
            task.run();
          } finally {
            next();
          }
        });
  }

  private void next() {
    Runnable task;
    synchronized (this) {
      Iterator<Map.Entry<String, Queue<Runnable>>> first = waiting.entrySet().iterator();
      if (!first.hasNext()) {
        running--;
        return;
      }
      Map.Entry<String, Queue<Runnable>> sender = first.next();
      String name = sender.getKey();
      Queue<Runnable> tasks = sender.getValue();
      first.remove();
      task = tasks.remove();
      if (!tasks.isEmpty()) {
        waiting.put(name, tasks);
      }
    }
    run(task);
  }
}
