/** PostgreSQL as a target: rebuilds indexes, once, and keeps its fencing token in the database. */
@NullMarked
package io.homeostat.actuators.postgres;

import org.jspecify.annotations.NullMarked;
