@NullMarked
package io.homeostat.demo.postgres;

import org.jspecify.annotations.NullMarked;
