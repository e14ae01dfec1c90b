@NullMarked
package io.homeostat.demo.cluster;

import org.jspecify.annotations.NullMarked;
