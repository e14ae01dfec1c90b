package io.homeostat.demo.rag;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How long the last seconds' requests took, and what became of them; the oldest seconds are
 * forgotten.
 */
public final class Latencies {
  /** How many seconds are remembered besides the one under way. */
  public static final int SECONDS = 10;

  private static final int MOST_PER_SECOND = 10_000;

  private final Deque<Second> seconds = new ArrayDeque<>();
  private List<Double> durationsMillis = new ArrayList<>();
  private int requests;
  private int errors;
  private int misses;

  private record Second(List<Double> durationsMillis, int requests, int errors, int misses) {}

  /**
   * Some time's requests, in short.
   *
   * @param sortedMillis the durations, ascending
   * @param requests how many ended, well or not
   * @param errors how many of them failed
   * @param misses how many were answered by a document first that users pass over
   */
  public record Summary(List<Double> sortedMillis, int requests, int errors, int misses) {
    public Summary {
      sortedMillis = List.copyOf(sortedMillis);
    }

    /**
     * A percentile by nearest rank, in milliseconds; absent if there was no request.
     *
     * @param percent above 0, up to 100
     */
    public OptionalDouble percentileMillis(double percent) {
      if (sortedMillis.isEmpty()) {
        return OptionalDouble.empty();
      }
      int rank = (int) Math.ceil(percent / 100 * sortedMillis.size());
      return OptionalDouble.of(sortedMillis.get(Math.max(1, rank) - 1));
    }
  }

  /**
   * Counts a request that was answered.
   *
   * @param missed whether users pass over its first answer
   */
  public synchronized void answered(double durationMillis, boolean missed) {
    requests++;
    misses += missed ? 1 : 0;
    keep(durationMillis);
  }

  /** Counts a request that failed. */
  public synchronized void failed(double durationMillis) {
    requests++;
    errors++;
    keep(durationMillis);
  }

  private void keep(double durationMillis) {
    if (durationsMillis.size() < MOST_PER_SECOND) {
      durationsMillis.add(durationMillis);
    }
  }

  /** Ends the second under way and sums it up; to be called once a second. */
  public synchronized Summary endSecond() {
    Second ended = new Second(durationsMillis, requests, errors, misses);
    durationsMillis = new ArrayList<>();
    requests = 0;
    errors = 0;
    misses = 0;
    seconds.addLast(ended);
    if (seconds.size() > SECONDS) {
      seconds.removeFirst();
    }
    return summary(List.of(ended));
  }

  /** The last {@link #SECONDS} whole seconds. */
  public synchronized Summary recent() {
    return summary(List.copyOf(seconds));
  }

  private static Summary summary(List<Second> seconds) {
    double[] all =
        seconds.stream()
            .flatMap(second -> second.durationsMillis().stream())
            .mapToDouble(Double::doubleValue)
            .toArray();
    Arrays.sort(all);
    return new Summary(
        Arrays.stream(all).boxed().toList(),
        seconds.stream().mapToInt(Second::requests).sum(),
        seconds.stream().mapToInt(Second::errors).sum(),
        seconds.stream().mapToInt(Second::misses).sum());
  }
}
