@NullMarked
package io.homeostat.cli.bench;

import org.jspecify.annotations.NullMarked;
