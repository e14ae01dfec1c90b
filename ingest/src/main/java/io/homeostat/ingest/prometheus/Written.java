package io.homeostat.ingest.prometheus;

import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.intake.Translated;

/**
 * What came of a remote-write request.
 *
 * @param translated the frames, and what was not taken
 * @param samples how many samples were taken, with those that only say that a series has ended
 * @param histograms how many native histograms were
 */
public record Written(Translated<MetricFrame> translated, long samples, long histograms) {}
