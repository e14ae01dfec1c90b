/** The verbs by which people look at incidents and actions, and say what they want done. */
@NullMarked
package io.homeostat.cli.people;

import org.jspecify.annotations.NullMarked;
