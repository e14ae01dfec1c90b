package io.homeostat.core.correlate;

import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.CorrelationRule;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides which incident a signal belongs to. */
public final class Correlation {
  /**
   * The most incidents of one system that are kept side by side; with more, signals join the newest
   * whatever their time.
   */
  public static final int MOST_PER_SYSTEM = 32;

  private Correlation() {}

  /**
   * The incident that a signal not seen before belongs to: one that knows the same rule on the same
   * series, while it is open or for the closing time after; else an open one of whose activity the
   * signal begins within the window. Of several, the one opened first.
   *
   * @param known the incidents of the signal's system
   */
  public static Optional<Dossier> home(
      Signal signal, List<Dossier> known, CorrelationRule rule, long nowMillis) {
    List<Dossier> ordered =
        known.stream()
            .sorted(Comparator.comparingLong(Dossier::openedMillis).thenComparing(Dossier::id))
            .toList();
    Optional<Dossier> again =
        ordered.stream()
            .filter(each -> each.members().knows(signal))
            .filter(each -> alive(each, rule, nowMillis))
            .findFirst();
    if (again.isPresent()) {
      return again;
    }
    List<Dossier> open = ordered.stream().filter(each -> !each.closed()).toList();
    Optional<Dossier> near =
        open.stream().filter(each -> near(signal, each, rule.windowMillis())).findFirst();
    return near.isPresent() || known.size() < MOST_PER_SYSTEM || open.isEmpty()
        ? near
        : Optional.of(open.get(open.size() - 1));
  }

  private static boolean alive(Dossier dossier, CorrelationRule rule, long nowMillis) {
    return dossier
        .closedMillis()
        .map(closed -> nowMillis - closed <= rule.closeMillis())
        .orElse(true);
  }

  private static boolean near(Signal signal, Dossier dossier, long windowMillis) {
    return signal.beganMillis() >= dossier.openedMillis() - windowMillis
        && signal.beganMillis() <= dossier.activeMillis() + windowMillis;
  }
}
