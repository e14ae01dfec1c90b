package io.homeostat.core.rules;

import java.util.List;

/**
 * What the samples of a series are, and how they become the numbers that are judged.
 *
 * @param kind what they are
 * @param of of a ratio, the series of the whole; else empty
 * @param everyMillis the step over which samples become one number; 0: each sample is one
 */
public record Reading(Kind kind, String of, long everyMillis) {
  /** Each sample as it is. */
  public static final Reading PLAIN = new Reading(Kind.GAUGE, "", 0);

  private static final List<String> OF_COUNTERS = List.of("_total", "_count", "_sum", "_bucket");

  /** What samples are. */
  public enum Kind {
    /** A quantity: of a step, the mean. A quantile that nobody observed is NaN, and no sample. */
    GAUGE,
    /** A count that only grows, from 0 anew when its process restarts: read as a rate a second. */
    COUNTER,
    /** Two such counts, a part and its whole: read as the part of what came in the step. */
    RATIO,
    /** A counter by its name (_total, _count, _sum, _bucket), else a gauge. */
    BY_NAME
  }

  /** What a series is read as. */
  public Kind of(String series) {
    if (kind != Kind.BY_NAME) {
      return kind;
    }
    String name = name(series);
    return OF_COUNTERS.stream().anyMatch(name::endsWith) ? Kind.COUNTER : Kind.GAUGE;
  }

  /** The series of the whole that belongs to the series of a part: that with the same labels. */
  public String whole(String part) {
    return of.indexOf('{') >= 0 ? of : of + part.substring(name(part).length());
  }

  private static String name(String series) {
    int labels = series.indexOf('{');
    return labels < 0 ? series : series.substring(0, labels);
  }
}
