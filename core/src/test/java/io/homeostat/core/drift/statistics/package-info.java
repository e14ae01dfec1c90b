@NullMarked
package io.homeostat.core.drift.statistics;

import org.jspecify.annotations.NullMarked;
