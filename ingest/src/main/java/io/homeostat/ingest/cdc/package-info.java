/** Change data capture: a database's own log, as records in the lanes. */
@NullMarked
package io.homeostat.ingest.cdc;

import org.jspecify.annotations.NullMarked;
