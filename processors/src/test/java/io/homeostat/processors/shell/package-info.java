@NullMarked
package io.homeostat.processors.shell;

import org.jspecify.annotations.NullMarked;
