/**
 * Recorded lanes from a seed, a fold to try a shell with, and what the plain runner makes of them.
 */
@NullMarked
package io.homeostat.processors.recorded;

import org.jspecify.annotations.NullMarked;
