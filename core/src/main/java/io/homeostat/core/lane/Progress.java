package io.homeostat.core.lane;

import io.homeostat.core.model.Fact;

/**
 * A fold's word to those downstream: everything of my lane up to this time has been judged. Who and
 * which lane it is stands in the record's origin.
 *
 * @param timeMillis the lane's time
 */
public record Progress(long timeMillis) implements Fact {}
