@NullMarked
package io.homeostat.core.drift.row;

import org.jspecify.annotations.NullMarked;
