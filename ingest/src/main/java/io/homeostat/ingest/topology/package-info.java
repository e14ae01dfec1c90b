/** Discovers what there is and what depends on what, and keeps it as files of topology. */
@NullMarked
package io.homeostat.ingest.topology;

import org.jspecify.annotations.NullMarked;
