/**
 * Rules, topology and mode on their way from files to every decider: a writer puts them on the
 * topic {@code context}, and the broadcaster copies them, and the stop switch, into the lanes.
 */
@NullMarked
package io.homeostat.ingest.context;

import org.jspecify.annotations.NullMarked;
