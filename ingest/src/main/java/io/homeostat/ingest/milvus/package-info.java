/** The Milvus probe: reads how a vector database is, and tells it as metrics. */
@NullMarked
package io.homeostat.ingest.milvus;

import org.jspecify.annotations.NullMarked;
