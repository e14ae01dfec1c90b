/** Tests of syslog's messages and of how a stream is cut into them. */
@NullMarked
package io.homeostat.ingest.syslog;

import org.jspecify.annotations.NullMarked;
