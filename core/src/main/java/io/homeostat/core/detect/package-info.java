/**
 * Judges series: one file per algorithm, each with its parameters, its state and one step; and what
 * turns judgements into signals with a beginning and an end.
 */
@NullMarked
package io.homeostat.core.detect;

import org.jspecify.annotations.NullMarked;
