/** The console's view of the logs: pure, bounded, indifferent to the order of arrival. */
@NullMarked
package io.homeostat.console.view;

import org.jspecify.annotations.NullMarked;
