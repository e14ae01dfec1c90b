@NullMarked
package io.homeostat.ingest.patroni;

import org.jspecify.annotations.NullMarked;
