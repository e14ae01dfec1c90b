package io.homeostat.demo.rag;

import java.util.ArrayDeque;
import java.util.Deque;

/** How busy the retriever's workers are, summed up second by second. Not safe for threads. */
public final class WorkerUsage {
  /** Over how many seconds the rate of arrivals is taken. */
  static final int RATE_SECONDS = 5;

  private final Deque<Integer> arrivals = new ArrayDeque<>();
  private long atNanos = System.nanoTime();
  private int arrived;
  private double busyNanos;
  private double slotNanos;
  private double nanos;

  /**
   * One second.
   *
   * @param arrivalsPerSecond searches asked for, over the last five seconds; those that were shed
   *     before they came too
   * @param utilisation the part of the workers that were taken, 0 to 1
   * @param idleReplicas how many replicas' worth of workers were free
   * @param waiting how many searches waited at its end
   */
  public record Summary(
      double arrivalsPerSecond, double utilisation, double idleReplicas, int waiting) {}

  void arrived() {
    arrived++;
  }

  /** Counts the time since the last call, in which so many of the workers were taken. */
  void until(long nowNanos, int busy, int slots) {
    double passed = nowNanos - atNanos;
    atNanos = nowNanos;
    nanos += passed;
    busyNanos += passed * Math.min(busy, slots);
    slotNanos += passed * slots;
  }

  Summary endSecond(int waiting) {
    arrivals.addLast(arrived);
    if (arrivals.size() > RATE_SECONDS) {
      arrivals.removeFirst();
    }
    double rate = arrivals.stream().mapToInt(Integer::intValue).average().orElse(0);
    double idle = nanos > 0 ? (slotNanos - busyNanos) / nanos / WorkerPool.PER_REPLICA : 0;
    double without = waiting > 0 ? 1 : 0;
    Summary ended =
        new Summary(rate, slotNanos > 0 ? busyNanos / slotNanos : without, idle, waiting);
    arrived = 0;
    busyNanos = 0;
    slotNanos = 0;
    nanos = 0;
    return ended;
  }
}
