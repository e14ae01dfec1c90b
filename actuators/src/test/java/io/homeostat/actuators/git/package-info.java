@NullMarked
package io.homeostat.actuators.git;

import org.jspecify.annotations.NullMarked;
