/** The verbs {@code homeostat bench embedding…}: error rates, power and speed, measured. */
@NullMarked
package io.homeostat.processors.embedding.bench;

import org.jspecify.annotations.NullMarked;
