package io.homeostat.ingest.context;

import io.homeostat.core.lane.ContextChunk;
import java.util.List;

/**
 * A context document as it stands on the topic {@code context}.
 *
 * @param key the document, such as {@code rules}
 * @param version its content hash; empty when it is gone
 * @param chunks its pieces, in order; one piece with the count 0 when it is gone
 * @param lastOffset where its last piece stands
 */
record ContextEntry(String key, String version, List<ContextChunk> chunks, long lastOffset) {
  ContextEntry {
    chunks = List.copyOf(chunks);
  }

  boolean gone() {
    return version.isEmpty();
  }
}
