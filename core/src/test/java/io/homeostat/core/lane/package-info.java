@NullMarked
package io.homeostat.core.lane;

import org.jspecify.annotations.NullMarked;
