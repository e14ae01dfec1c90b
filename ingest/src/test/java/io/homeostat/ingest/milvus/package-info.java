@NullMarked
package io.homeostat.ingest.milvus;

import org.jspecify.annotations.NullMarked;
