@NullMarked
package io.homeostat.cli.local;

import org.jspecify.annotations.NullMarked;
