@NullMarked
package io.homeostat.ingest.context;

import org.jspecify.annotations.NullMarked;
