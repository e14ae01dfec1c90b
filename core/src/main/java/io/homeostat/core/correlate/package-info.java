/**
 * Signals become incidents: what belongs together, what may have caused it, what happened to it,
 * and the state machine that an incident goes through.
 */
@NullMarked
package io.homeostat.core.correlate;

import org.jspecify.annotations.NullMarked;
