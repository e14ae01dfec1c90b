/** The real senders as Debian has them, each pointed at a real gateway by its own configuration. */
@NullMarked
package io.homeostat.ingest.sender;

import org.jspecify.annotations.NullMarked;
