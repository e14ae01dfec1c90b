@NullMarked
package io.homeostat.core.detect;

import org.jspecify.annotations.NullMarked;
