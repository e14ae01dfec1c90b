@NullMarked
package io.homeostat.actuators.patroni;

import org.jspecify.annotations.NullMarked;
