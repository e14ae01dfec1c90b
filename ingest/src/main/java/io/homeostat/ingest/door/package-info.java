/** What every door of ingest shares: its way into the lanes, and its word on its own health. */
@NullMarked
package io.homeostat.ingest.door;

import org.jspecify.annotations.NullMarked;
