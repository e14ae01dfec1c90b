/** The services of this module: the governor and the actuators. */
@NullMarked
package io.homeostat.actuators;

import org.jspecify.annotations.NullMarked;
