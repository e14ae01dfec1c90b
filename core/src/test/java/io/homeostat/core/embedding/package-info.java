@NullMarked
package io.homeostat.core.embedding;

import org.jspecify.annotations.NullMarked;
