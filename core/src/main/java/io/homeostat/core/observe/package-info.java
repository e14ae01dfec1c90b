/**
 * What the telemetry lanes remember of each series: steps of five seconds for ten minutes, steps of
 * a minute for an hour, and the answers to questions about them.
 */
@NullMarked
package io.homeostat.core.observe;

import org.jspecify.annotations.NullMarked;
