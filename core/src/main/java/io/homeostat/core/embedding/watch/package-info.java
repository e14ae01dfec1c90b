/** The fold that watches collections' vectors: windows, references, reports. */
@NullMarked
package io.homeostat.core.embedding.watch;

import org.jspecify.annotations.NullMarked;
