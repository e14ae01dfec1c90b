@NullMarked
package io.homeostat.cli;

import org.jspecify.annotations.NullMarked;
