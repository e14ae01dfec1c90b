@NullMarked
package io.homeostat.ingest.deployment;

import org.jspecify.annotations.NullMarked;
