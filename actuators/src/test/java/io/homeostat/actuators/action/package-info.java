/** Tests of the action loop on a real broker. */
@NullMarked
package io.homeostat.actuators.action;

import org.jspecify.annotations.NullMarked;
