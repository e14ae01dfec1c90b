@NullMarked
package io.homeostat.ingest.gateway;

import org.jspecify.annotations.NullMarked;
