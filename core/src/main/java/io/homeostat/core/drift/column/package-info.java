/**
 * What is remembered of a column: how its values were spread when it was learned, and how often
 * each part was met in a stretch of rows. Mergeable, deterministic, of bounded size.
 */
@NullMarked
package io.homeostat.core.drift.column;

import org.jspecify.annotations.NullMarked;
