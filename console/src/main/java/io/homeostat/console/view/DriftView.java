package io.homeostat.console.view;

import io.homeostat.core.model.DriftReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest windows of each drift rule, table and segment since its reference began: the newest of
 * all, and the newest that was judged, whole where it is known so; of those before only each
 * column's figures. Reports may come in any order and more than once. Safe for use by several
 * threads.
 */
public final class DriftView {
  private static final int MOST_WINDOWS = 96;
  private static final int LEAST_WINDOWS = 8;

  /** As many columns' figures are kept of a place, as long as that leaves it the least windows. */
  private static final int MOST_FIGURES = 2_400;

  private static final int MOST_PLACES = 500;

  private static final Comparator<DriftFile> WORST_FIRST =
      Comparator.comparing((DriftFile file) -> file.newest().signal().isEmpty())
          .thenComparing(file -> -file.worstEffect())
          .thenComparing(file -> file.newest().table())
          .thenComparing(file -> file.newest().rule())
          .thenComparing(file -> file.newest().segment());

  private final Map<String, Windows> places = new HashMap<>();

  /** What is known of one of them, by the windows' ends. */
  private static final class Windows {
    private final TreeMap<Long, DriftReport> all = new TreeMap<>();
    private long endedMillis = Long.MIN_VALUE;

    void take(DriftReport report) {
      if (report.ended()) {
        endedMillis = Math.max(endedMillis, report.untilMillis());
        all.headMap(endedMillis, true).clear();
        return;
      }
      DriftReport known = all.get(report.untilMillis());
      boolean told = known != null && !known.columns().isEmpty() && !newlyWhole(known, report);
      if (report.untilMillis() <= endedMillis || told) {
        return;
      }
      all.put(report.untilMillis(), report);
      while (all.size() > most(report.columns().size())) {
        all.pollFirstEntry();
      }
      judged().ifPresent(this::thin);
    }

    private static boolean newlyWhole(DriftReport known, DriftReport report) {
      return report.whole() && !known.whole();
    }

    private static int most(int columns) {
      return Math.max(LEAST_WINDOWS, Math.min(MOST_WINDOWS, MOST_FIGURES / Math.max(1, columns)));
    }

    long newestMillis() {
      return all.isEmpty() ? endedMillis : all.lastKey();
    }

    Optional<DriftReport> judged() {
      return all.descendingMap().values().stream()
          .filter(report -> !report.columns().isEmpty())
          .findFirst();
    }

    /** Leaves of all judged windows but one no more than the figures. */
    private void thin(DriftReport judged) {
      all.replaceAll(
          (until, report) -> report.equals(judged) || !report.whole() ? report : report.figures());
    }

    Optional<DriftFile> file() {
      return all.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new DriftFile(all.lastEntry().getValue(), judged(), List.copyOf(all.values())));
    }
  }

  /** Takes a report in. */
  synchronized void take(DriftReport report) {
    places.computeIfAbsent(report.id(), id -> new Windows()).take(report);
    if (places.size() > MOST_PLACES) {
      places.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().newestMillis()))
          .map(Map.Entry::getKey)
          .ifPresent(places::remove);
    }
  }

  /** All that is known, what drifts first. */
  public List<DriftFile> all() {
    List<DriftFile> files = new ArrayList<>(files());
    files.sort(WORST_FIRST);
    return files;
  }

  private synchronized List<DriftFile> files() {
    return places.values().stream().map(Windows::file).flatMap(Optional::stream).toList();
  }

  /** What is known of one, if anything. */
  public synchronized Optional<DriftFile> file(String id) {
    return Optional.ofNullable(places.get(id)).flatMap(Windows::file);
  }
}
