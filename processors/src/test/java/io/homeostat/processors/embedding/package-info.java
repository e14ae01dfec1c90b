@NullMarked
package io.homeostat.processors.embedding;

import org.jspecify.annotations.NullMarked;
