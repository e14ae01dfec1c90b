/** A real PostgreSQL on this machine: its programs, its data directory, its life and its users. */
@NullMarked
package io.homeostat.demo.postgres;

import org.jspecify.annotations.NullMarked;
