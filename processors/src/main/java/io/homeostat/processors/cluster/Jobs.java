package io.homeostat.processors.cluster;

import io.homeostat.core.churn.ChurnFold;
import io.homeostat.core.drift.DriftFold;
import io.homeostat.core.incidents.IncidentsFold;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.logs.LogsFold;
import io.homeostat.core.telemetry.TelemetryFold;
import io.homeostat.processors.shell.FoldJob;
import java.util.List;

/** The jobs of Homeostat: one for each stream that Flink folds over. */
public final class Jobs {

  private Jobs() {}

  /** Every job. */
  public static List<FoldJob> all(Lanes lanes) {
    return List.of(
        new FoldJob("telemetry", TelemetryFold::new, lanes),
        new FoldJob("logs", LogsFold::new, lanes),
        new FoldJob("churn", ChurnFold::new, lanes),
        new FoldJob("drift", DriftFold::new, lanes),
        new FoldJob("incidents", IncidentsFold::new, lanes));
  }
}
