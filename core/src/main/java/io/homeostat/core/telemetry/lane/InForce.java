package io.homeostat.core.telemetry.lane;

import io.homeostat.core.rules.RuleSet;
import io.homeostat.core.topology.Topology;

/**
 * The rules and the topology in force at a place of a lane.
 *
 * @param rules the rules
 * @param topology the topology
 * @param sinceMillis the lane's time when the newer of the two came
 */
public record InForce(RuleSet rules, Topology topology, long sinceMillis) {}
