@NullMarked
package io.homeostat.core.logs;

import org.jspecify.annotations.NullMarked;
