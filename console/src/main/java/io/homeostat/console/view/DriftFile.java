package io.homeostat.console.view;

import io.homeostat.core.model.DriftReport;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a drift rule, a table and a segment.
 *
 * @param newest the newest window
 * @param judged the newest window that was judged, whole
 * @param windows all windows that are kept, the oldest first
 * @param worst the column of the judged window whose rows lie elsewhere the most
 */
public record DriftFile(
    DriftReport newest,
    Optional<DriftReport> judged,
    List<DriftReport> windows,
    Optional<DriftReport.Column> worst) {
  private static final Comparator<DriftReport.Column> BY_EFFECT =
      Comparator.comparing(DriftReport.Column::drifted).thenComparing(DriftReport.Column::effect);

  DriftFile(DriftReport newest, Optional<DriftReport> judged, List<DriftReport> windows) {
    this(
        newest,
        judged,
        windows,
        judged.stream().flatMap(report -> report.columns().stream()).max(BY_EFFECT));
  }

  /** Its effect, 0 to 1; 0 where nothing was judged yet. */
  double worstEffect() {
    return worst.map(DriftReport.Column::effect).orElse(0.0);
  }

  /** Whether a window of it belongs to a signal. */
  public boolean tells(String signal) {
    return windows.stream().anyMatch(report -> report.signal().equals(signal));
  }
}
