/** The PostgreSQL probe: reads how a database is, politely, and tells it as metrics. */
@NullMarked
package io.homeostat.ingest.postgres;

import org.jspecify.annotations.NullMarked;
