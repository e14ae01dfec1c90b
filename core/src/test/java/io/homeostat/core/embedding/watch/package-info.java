@NullMarked
package io.homeostat.core.embedding.watch;

import org.jspecify.annotations.NullMarked;
