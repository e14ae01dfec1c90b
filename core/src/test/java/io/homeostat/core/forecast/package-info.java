@NullMarked
package io.homeostat.core.forecast;

import org.jspecify.annotations.NullMarked;
