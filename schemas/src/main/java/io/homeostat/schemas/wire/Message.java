package io.homeostat.schemas.wire;

import io.homeostat.core.lane.Origin;
import io.homeostat.core.model.Fact;

/**
 * A record as the wire carries it.
 *
 * @param origin where it comes from
 * @param fact what it says
 */
public record Message(Origin origin, Fact fact) {}
