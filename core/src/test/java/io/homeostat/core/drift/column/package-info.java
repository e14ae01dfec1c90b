@NullMarked
package io.homeostat.core.drift.column;

import org.jspecify.annotations.NullMarked;
