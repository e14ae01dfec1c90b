/**
 * Rules: one YAML tree with CEL conditions, checked offline, versioned by content, the same bytes
 * in every lane.
 */
@NullMarked
package io.homeostat.core.rules;

import org.jspecify.annotations.NullMarked;
