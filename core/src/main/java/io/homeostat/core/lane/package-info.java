/** A lane is a log, a decider is a fold over it: the laws of both, and the plain runner. */
@NullMarked
package io.homeostat.core.lane;

import org.jspecify.annotations.NullMarked;
