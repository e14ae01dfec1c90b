/** Reads clusters that Patroni keeps, and tells of them as metrics, through a door of their own. */
@NullMarked
package io.homeostat.ingest.patroni;

import org.jspecify.annotations.NullMarked;
