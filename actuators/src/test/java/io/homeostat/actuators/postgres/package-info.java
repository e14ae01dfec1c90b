/** Tests of the PostgreSQL index actuator on a real PostgreSQL. */
@NullMarked
package io.homeostat.actuators.postgres;

import org.jspecify.annotations.NullMarked;
