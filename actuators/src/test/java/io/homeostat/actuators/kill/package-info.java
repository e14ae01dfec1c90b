/** Actuators in processes of their own, killed and paused at chosen points. */
@NullMarked
package io.homeostat.actuators.kill;

import org.jspecify.annotations.NullMarked;
