package io.homeostat.core.model;

/** Whatever may stand in a lane: every record type of the wire is a record that implements this. */
public interface Fact {}
