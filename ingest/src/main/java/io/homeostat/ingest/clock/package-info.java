/** The elected clock: one writer of ticks for all lanes. */
@NullMarked
package io.homeostat.ingest.clock;

import org.jspecify.annotations.NullMarked;
