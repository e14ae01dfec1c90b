/**
 * How rare what a series does is, by its own history: several views of it, each with the tails of
 * its own past, joined into one number that means the same for every series.
 */
@NullMarked
package io.homeostat.core.detect.rarity;

import org.jspecify.annotations.NullMarked;
