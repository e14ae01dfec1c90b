/**
 * The one binary form of everything that is written down: Avro's binary encoding, derived from
 * records and sealed interfaces, so that a record on the wire, a cell of state and an archive share
 * one codec.
 */
@NullMarked
package io.homeostat.core.form;

import org.jspecify.annotations.NullMarked;
