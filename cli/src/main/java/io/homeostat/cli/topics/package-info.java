/** Topics as a person sees them: what is in them, and the stop switch that is one of them. */
@NullMarked
package io.homeostat.cli.topics;

import org.jspecify.annotations.NullMarked;
