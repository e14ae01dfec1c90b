/** The databases that Homeostat reads and acts on, as {@code targets.file} lists them. */
@NullMarked
package io.homeostat.schemas.targets;

import org.jspecify.annotations.NullMarked;
