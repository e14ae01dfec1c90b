package io.homeostat.ingest.intake;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last points of cumulative histograms, so that quantiles can be told of what was added since.
 * Holds the series that were used last, up to a limit of series and of buckets. A point that is
 * sent again gives the same answer again.
 */
public final class HistogramMemory {
  private static final int MOST_SERIES = 5_000;

  /** About 16 MiB. */
  private static final int MOST_BUCKETS = 1_000_000;

  private final int mostBuckets;
  private final Map<String, Course> courses = new LinkedHashMap<>(16, 0.75f, true);
  private long heldBuckets;

  private record Point(long timeNanos, Buckets buckets) {}

  private record Course(Optional<Point> before, Point last) {
    int buckets() {
      return before.map(point -> point.buckets.counts().length).orElse(0)
          + last.buckets.counts().length;
    }
  }

  /** An empty memory of the usual size. */
  public HistogramMemory() {
    this(MOST_BUCKETS);
  }

  /**
   * An empty memory.
   *
   * @param mostBuckets how many buckets the points of all series have together, at most
   */
  HistogramMemory(int mostBuckets) {
    this.mostBuckets = mostBuckets;
  }

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
      keep(series, new Course(Optional.empty(), point));
      return Optional.empty();
    }
    if (timeNanos < course.last.timeNanos) {
      return Optional.empty();
    }
    Optional<Point> before =
        timeNanos == course.last.timeNanos ? course.before : Optional.of(course.last);
    keep(series, new Course(before, point));
    return before.flatMap(
        earlier ->
            startNanos > earlier.timeNanos ? Optional.of(buckets) : buckets.since(earlier.buckets));
  }

  private void keep(String series, Course course) {
    Course replaced = courses.put(series, course);
    heldBuckets += course.buckets() - (replaced == null ? 0 : replaced.buckets());
    Iterator<Course> eldest = courses.values().iterator();
    while (courses.size() > MOST_SERIES || (heldBuckets > mostBuckets && courses.size() > 1)) {
      heldBuckets -= eldest.next().buckets();
      eldest.remove();
    }
  }
}
