/**
 * What every way in shares: samples into frames, histograms, times, and the count of what is not
 * taken.
 */
@NullMarked
package io.homeostat.ingest.intake;

import org.jspecify.annotations.NullMarked;
