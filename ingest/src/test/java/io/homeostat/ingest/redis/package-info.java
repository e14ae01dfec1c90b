@NullMarked
package io.homeostat.ingest.redis;

import org.jspecify.annotations.NullMarked;
