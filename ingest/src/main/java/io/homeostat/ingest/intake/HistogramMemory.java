package io.homeostat.ingest.intake;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last points of cumulative histograms, so that quantiles can be told of what was added since.
 * Holds the series that were used last, up to a limit. A point that is sent again gives the same
 * answer again.
 */
public final class HistogramMemory {
  private static final int MOST_SERIES = 5_000;

  private final Map<String, Course> courses =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Course> eldest) {
          return size() > MOST_SERIES;
        }
      };

  private record Point(long timeNanos, Buckets buckets) {}

  private record Course(Optional<Point> before, Point last) {}

  /**
   * What was added to a series since its point before.
   *
   * @param startNanos since when the histogram counts
   * @return nothing at the first point, and where points don't follow each other
   */
  public synchronized Optional<Buckets> added(
      String series, long startNanos, long timeNanos, Buckets buckets) {
    Point point = new Point(timeNanos, buckets);
    Course course = courses.get(series);
    if (course == null) {
      courses.put(series, new Course(Optional.empty(), point));
      return Optional.empty();
    }
    if (timeNanos < course.last.timeNanos) {
      return Optional.empty();
    }
    Optional<Point> before =
        timeNanos == course.last.timeNanos ? course.before : Optional.of(course.last);
    courses.put(series, new Course(before, point));
    return before.flatMap(
        earlier ->
            startNanos > earlier.timeNanos ? Optional.of(buckets) : buckets.since(earlier.buckets));
  }
}
