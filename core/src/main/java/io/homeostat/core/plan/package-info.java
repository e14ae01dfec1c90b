/**
 * Incidents become proposals: which playbook applies, what is asked of telemetry first, and why
 * nothing is proposed where nothing is.
 */
@NullMarked
package io.homeostat.core.plan;

import org.jspecify.annotations.NullMarked;
