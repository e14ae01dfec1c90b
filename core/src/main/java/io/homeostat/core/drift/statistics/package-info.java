/**
 * Statistics of two samples of one column, exact, and their distributions where nothing changed.
 */
@NullMarked
package io.homeostat.core.drift.statistics;

import org.jspecify.annotations.NullMarked;
