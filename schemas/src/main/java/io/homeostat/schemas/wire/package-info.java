/**
 * The record types on the wire: their Avro schemas, the store of every version, the only mapping to
 * core.
 */
@NullMarked
package io.homeostat.schemas.wire;

import org.jspecify.annotations.NullMarked;
