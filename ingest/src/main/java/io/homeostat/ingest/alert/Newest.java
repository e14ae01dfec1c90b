package io.homeostat.ingest.alert;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How new the newest word on each alert is, so that a word which was overtaken changes nothing.
 * Holds the alerts heard of last, up to a limit. Safe for several threads.
 */
public final class Newest {
  private static final int MOST = 20_000;

  private final Map<String, Long> times = new LinkedHashMap<>(16, 0.75f, true);

  /** Whether nothing newer is known of the alert. */
  public synchronized boolean isNews(ToldAlert told) {
    return times.getOrDefault(told.key(), Long.MIN_VALUE) <= told.atMillis();
  }

  /** Notes a word that the log has. */
  public synchronized void note(ToldAlert told) {
    times.merge(told.key(), told.atMillis(), Math::max);
    Iterator<Long> eldest = times.values().iterator();
    while (times.size() > MOST) {
      eldest.next();
      eldest.remove();
    }
  }
}
