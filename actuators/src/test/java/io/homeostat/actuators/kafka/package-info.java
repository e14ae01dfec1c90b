/** A real broker for tests. */
@NullMarked
package io.homeostat.actuators.kafka;

import org.jspecify.annotations.NullMarked;
