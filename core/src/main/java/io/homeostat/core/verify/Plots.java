package io.homeostat.core.verify;

import io.homeostat.core.correlate.Watch;
import io.homeostat.core.model.Check;
import io.homeostat.core.model.Observation;
import io.homeostat.core.model.Plot;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts a check's answers together: the means that are compared, and the points to plot. */
final class Plots {
  private static final int MOST_POINTS = 240;

  private Plots() {}

  static Plot of(Check check, Watch watch, Judge.Measured measured) {
    double before =
        measured
            .before()
            .map(answer -> Means.over(answer, answer.fromMillis(), answer.toMillis()).value())
            .orElse(Double.NaN);
    double after =
        measured
            .after()
            .map(answer -> Means.over(answer, watch.fromMillis(), watch.toMillis()).value())
            .orElse(Double.NaN);
    TreeMap<Long, Double> points = new TreeMap<>();
    points(measured.before(), points);
    points(measured.after(), points);
    while (points.size() > MOST_POINTS) {
      points.pollFirstEntry();
    }
    return new Plot(
        check,
        before,
        after,
        points.keySet().stream().mapToLong(Long::longValue).toArray(),
        points.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void points(Optional<Observation> answer, Map<Long, Double> points) {
    if (answer.isPresent()) {
      for (int i = 0; i < answer.get().timesMillis().length; i++) {
        if (Double.isFinite(answer.get().means()[i])) {
          points.put(answer.get().timesMillis()[i], answer.get().means()[i]);
        }
      }
    }
  }
}
