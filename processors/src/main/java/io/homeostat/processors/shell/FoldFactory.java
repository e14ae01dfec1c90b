package io.homeostat.processors.shell;

import io.homeostat.core.lane.Fold;
import java.io.Serializable;

/** Makes the fold where it runs, once per worker, such as {@code TelemetryFold::new}. */
@FunctionalInterface
public interface FoldFactory extends Serializable {

  /** A fold for one thread. */
  Fold create();
}
