/** The fold over logs: counts the lines that rules look for, and raises signals from them. */
@NullMarked
package io.homeostat.core.logs;

import org.jspecify.annotations.NullMarked;
