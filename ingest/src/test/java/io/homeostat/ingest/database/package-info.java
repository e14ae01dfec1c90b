/** A real PostgreSQL for tests. */
@NullMarked
package io.homeostat.ingest.database;

import org.jspecify.annotations.NullMarked;
