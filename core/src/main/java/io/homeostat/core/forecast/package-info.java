/**
 * Where a capacity metric is going: a level, a trend and seasons, learnt online, and intervals
 * learnt from how wrong earlier forecasts turned out.
 */
@NullMarked
package io.homeostat.core.forecast;

import org.jspecify.annotations.NullMarked;
