@NullMarked
package io.homeostat.ingest.mapping;

import org.jspecify.annotations.NullMarked;
