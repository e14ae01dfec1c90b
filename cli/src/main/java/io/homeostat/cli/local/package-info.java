/** Everything on one machine: starts, watches, restarts and stops Homeostat's processes. */
@NullMarked
package io.homeostat.cli.local;

import org.jspecify.annotations.NullMarked;
