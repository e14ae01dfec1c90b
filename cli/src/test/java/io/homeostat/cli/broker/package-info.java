@NullMarked
package io.homeostat.cli.broker;

import org.jspecify.annotations.NullMarked;
