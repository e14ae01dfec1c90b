/** The homeostat command: its verbs, their options and their words. */
@NullMarked
package io.homeostat.cli;

import org.jspecify.annotations.NullMarked;
