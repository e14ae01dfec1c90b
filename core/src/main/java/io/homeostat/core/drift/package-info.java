/** The fold over the rows that are written to tables: have their columns drifted? */
@NullMarked
package io.homeostat.core.drift;

import org.jspecify.annotations.NullMarked;
