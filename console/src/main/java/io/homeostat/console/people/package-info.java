/** Who the people are that use the console, and how their words get into the log. */
@NullMarked
package io.homeostat.console.people;

import org.jspecify.annotations.NullMarked;
