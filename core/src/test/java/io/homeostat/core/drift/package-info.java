@NullMarked
package io.homeostat.core.drift;

import org.jspecify.annotations.NullMarked;
