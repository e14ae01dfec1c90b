package io.homeostat.core.lane;

import io.homeostat.core.model.Fact;

/**
 * A piece of a fold's exported state.
 *
 * @param fold the fold's name
 * @param version the version of its state's form
 * @param lane the lane
 * @param offset the last record that the state has taken in
 * @param index this piece's place, from 0
 * @param count how many pieces there are
 * @param bytes the piece
 */
public record StateExport(
    String fold, int version, int lane, long offset, int index, int count, byte[] bytes)
    implements Fact {}
