/** Whether columns drifted, at a stated rate of error over columns and over time. */
@NullMarked
package io.homeostat.core.drift.verdict;

import org.jspecify.annotations.NullMarked;
