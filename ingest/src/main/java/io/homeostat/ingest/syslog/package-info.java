/** Log lines by syslog over TCP. */
@NullMarked
package io.homeostat.ingest.syslog;

import org.jspecify.annotations.NullMarked;
