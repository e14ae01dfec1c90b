@NullMarked
package io.homeostat.core.drift.verdict;

import org.jspecify.annotations.NullMarked;
