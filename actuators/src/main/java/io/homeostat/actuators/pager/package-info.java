/** Pages people about incidents, as the rules' routes say. */
@NullMarked
package io.homeostat.actuators.pager;

import org.jspecify.annotations.NullMarked;
