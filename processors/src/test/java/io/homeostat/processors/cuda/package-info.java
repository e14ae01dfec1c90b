@NullMarked
package io.homeostat.processors.cuda;

import org.jspecify.annotations.NullMarked;
