/**
 * Template mining: which lines of a log came from the same statement, found in one pass, in bounded
 * memory, without settings for a log.
 */
@NullMarked
package io.homeostat.core.logs.template;

import org.jspecify.annotations.NullMarked;
