package io.homeostat.ingest.postgres;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which sessions wait for which, to the ends of the chains: those that wait for nobody. */
final class BlockingGraph {
  private static final Blocker NOBODY = new Blocker("?", "?", 0);

  /**
   * A session that waits for a lock.
   *
   * @param application who it is
   * @param waitedSeconds how long it has waited
   * @param relation the table or index that the lock is on, {@code null} in text where it is not
   *     known
   * @param blockers the sessions that it waits for, directly
   */
  record Waiter(String application, double waitedSeconds, String relation, List<Integer> blockers) {
    Waiter {
      blockers = List.copyOf(blockers);
    }
  }

  /**
   * A session that others wait for.
   *
   * @param application who it is
   * @param state what it does, such as {@code idle in transaction}
   * @param openSeconds how long its transaction has been open
   */
  record Blocker(String application, String state, double openSeconds) {}

  private final Map<Integer, Waiter> waiters;
  private final Map<Integer, Blocker> blockers;
  private final Map<Integer, Set<Integer>> heldUp = new TreeMap<>();

  /**
   * A graph.
   *
   * @param waiters the waiting sessions by their process
   * @param blockers what is known of the sessions that they wait for
   */
  BlockingGraph(Map<Integer, Waiter> waiters, Map<Integer, Blocker> blockers) {
    this.waiters = Map.copyOf(waiters);
    this.blockers = Map.copyOf(blockers);
    this.waiters.keySet().forEach(this::findEnds);
  }

  /**
   * The waiting sessions that each end of a chain holds up, directly or through others. Sessions
   * that wait for each other in a circle have no end: PostgreSQL breaks that itself.
   */
  Map<Integer, Set<Integer>> heldUp() {
    return heldUp;
  }

  /** What is known of a session that others wait for. */
  Blocker blocker(int pid) {
    return blockers.getOrDefault(pid, NOBODY);
  }

  /** The longest of all waits, in seconds; 0 where nobody waits. */
  double longestWait() {
    return waiters.values().stream().mapToDouble(Waiter::waitedSeconds).max().orElse(0);
  }

  /** The longest wait that a session is the cause of, in seconds. */
  double longestWaitFor(int pid) {
    return heldUp.getOrDefault(pid, Set.of()).stream()
        .mapToDouble(waiter -> wait(waiter).waitedSeconds())
        .max()
        .orElse(0);
  }

  /** The same in words, with processes and applications and without statements. */
  String sentence(int pid) {
    Blocker blocker = blocker(pid);
    return "session %d (%s, %s, its transaction open for %.0f s) holds up %s"
        .formatted(
            pid,
            blocker.application(),
            blocker.state(),
            blocker.openSeconds(),
            heldUp.getOrDefault(pid, Set.of()).stream()
                .map(this::waiting)
                .collect(Collectors.joining(", ")));
  }

  private String waiting(int pid) {
    Waiter waiter = wait(pid);
    String place = waiter.relation().equals("null") ? "" : " for " + waiter.relation();
    return "session %d (%s, waiting%s for %.0f s)"
        .formatted(pid, waiter.application(), place, waiter.waitedSeconds());
  }

  private Waiter wait(int pid) {
    return waiters.getOrDefault(pid, new Waiter("?", 0, "null", List.of()));
  }

  private void findEnds(int waiter) {
    Set<Integer> seen = new TreeSet<>();
    Deque<Integer> open = new ArrayDeque<>(List.of(waiter));
    while (!open.isEmpty()) {
      int pid = open.pop();
      Waiter waits = waiters.get(pid);
      if (waits == null) {
        heldUp.computeIfAbsent(pid, key -> new TreeSet<>()).add(waiter);
      } else if (seen.add(pid)) {
        open.addAll(waits.blockers());
      }
    }
  }
}
