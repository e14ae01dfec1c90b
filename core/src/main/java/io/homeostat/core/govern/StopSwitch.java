package io.homeostat.core.govern;

import io.homeostat.core.model.Control;

/**
 * The stop switch's position. A stop always counts. A start counts only if it is not older than the
 * newest stop, so that a start that is delivered again can't undo a later stop.
 *
 * @param stopped true: nothing new is granted
 * @param by who set it
 * @param reason why
 * @param stopMillis the newest stop's time, by its setter's clock; the least long before the first
 */
record StopSwitch(boolean stopped, String by, String reason, long stopMillis) {
  static final StopSwitch RUNNING = new StopSwitch(false, "", "", Long.MIN_VALUE);

  /** Whether the control counts. */
  boolean accepts(Control control) {
    return control.stopped() || control.timeMillis() >= stopMillis;
  }

  /** The position after a control. */
  StopSwitch take(Control control) {
    if (!accepts(control)) {
      return this;
    }
    long newest = control.stopped() ? Math.max(stopMillis, control.timeMillis()) : stopMillis;
    return new StopSwitch(control.stopped(), control.by(), control.reason(), newest);
  }
}
