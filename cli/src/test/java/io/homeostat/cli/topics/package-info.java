@NullMarked
package io.homeostat.cli.topics;

import org.jspecify.annotations.NullMarked;
