/**
 * What every fold over telemetry knows of its lane: the time, how long each door has been open, and
 * the rules and the topology in force.
 */
@NullMarked
package io.homeostat.core.telemetry.lane;

import org.jspecify.annotations.NullMarked;
