/** Benchmarks over data that is not part of the project: results as files, scores as text. */
@NullMarked
package io.homeostat.cli.bench;

import org.jspecify.annotations.NullMarked;
