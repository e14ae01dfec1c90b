/** Log lines as shippers send them, translated into log entries. */
@NullMarked
package io.homeostat.ingest.logs;

import org.jspecify.annotations.NullMarked;
