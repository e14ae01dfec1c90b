/**
 * A cluster that Patroni keeps, read from outside: what its agents say, and what each PostgreSQL
 * itself answers. Shared by the probe, which reports it, and the actuator, which acts on it.
 */
@NullMarked
package io.homeostat.schemas.patroni;

import org.jspecify.annotations.NullMarked;
