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
 * The newest windows of each drift rule, table and segment: the newest of all, and the newest that
 * was judged, whole; of those before only each column's figures. Reports may come in any order and
 * more than once. Safe for use by several threads.
 */
public final class DriftView {
  private static final int MOST_WINDOWS = 96;
  private static final int MOST_PLACES = 1_000;

  private static final Comparator<DriftFile> WORST_FIRST =
      Comparator.comparing((DriftFile file) -> file.newest().signal().isEmpty())
          .thenComparing(file -> -file.worstEffect())
          .thenComparing(file -> file.newest().table())
          .thenComparing(file -> file.newest().rule())
          .thenComparing(file -> file.newest().segment());

  private final Map<String, Windows> places = new HashMap<>();

  /** What is known of one of them, by the windows' beginnings. */
  private static final class Windows {
    private final TreeMap<Long, DriftReport> all = new TreeMap<>();

    void take(DriftReport report) {
      DriftReport known = all.get(report.fromMillis());
      if (known != null && !known.columns().isEmpty()) {
        return;
      }
      all.put(report.fromMillis(), report);
      if (all.size() > MOST_WINDOWS) {
        all.pollFirstEntry();
      }
      judged().ifPresent(this::thin);
    }

    Optional<DriftReport> judged() {
      return all.descendingMap().values().stream()
          .filter(report -> !report.columns().isEmpty())
          .findFirst();
    }

    /** Leaves of all judged windows but one no more than the figures. */
    private void thin(DriftReport whole) {
      all.replaceAll((from, report) -> report.equals(whole) ? report : thinned(report));
    }

    private static DriftReport thinned(DriftReport report) {
      if (report.columns().stream().allMatch(column -> column.measures().isEmpty())) {
        return report;
      }
      return report.with(report.columns().stream().map(DriftReport.Column::figures).toList());
    }

    DriftFile file() {
      return new DriftFile(
          all.lastEntry().getValue(), judged(), List.copyOf(new ArrayList<>(all.values())));
    }
  }

  /** Takes a report in. */
  synchronized void take(DriftReport report) {
    places.computeIfAbsent(report.id(), id -> new Windows()).take(report);
    if (places.size() > MOST_PLACES) {
      places.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().all.lastKey()))
          .map(Map.Entry::getKey)
          .ifPresent(places::remove);
    }
  }

  /** All that is known, what drifts first. */
  public synchronized List<DriftFile> all() {
    return places.values().stream().map(Windows::file).sorted(WORST_FIRST).toList();
  }

  /** What is known of one, if anything. */
  public synchronized Optional<DriftFile> file(String id) {
    return Optional.ofNullable(places.get(id)).map(Windows::file);
  }
}
