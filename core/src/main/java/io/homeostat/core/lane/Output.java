package io.homeostat.core.lane;

import io.homeostat.core.model.Fact;

/**
 * What a fold has put out, on its way to a lane.
 *
 * @param stream where it goes
 * @param lane the lane there
 * @param key the key of the record, for compaction and for people; empty if it has none
 * @param origin where it comes from
 * @param fact what it says
 */
public record Output(Stream stream, int lane, String key, Origin origin, Fact fact) {}
