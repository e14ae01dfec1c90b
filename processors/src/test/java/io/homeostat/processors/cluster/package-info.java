@NullMarked
package io.homeostat.processors.cluster;

import org.jspecify.annotations.NullMarked;
