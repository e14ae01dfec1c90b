package io.homeostat.ingest.context;

import io.homeostat.core.lane.ContextChunk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the documents of the topic {@code context} together. A document is in force once its last
 * piece has come and all pieces are of one version; until then the one before stays.
 */
final class ContextAssembler {
  private final Map<String, List<ContextChunk>> pending = new HashMap<>();
  private final Map<String, ContextEntry> inForce = new HashMap<>();

  /**
   * Takes a piece in.
   *
   * @param offset where it stands
   * @return the document that it completes
   */
  Optional<ContextEntry> take(long offset, ContextChunk chunk) {
    List<ContextChunk> pieces = pending.computeIfAbsent(chunk.key(), key -> new ArrayList<>());
    boolean follows =
        pieces.size() == chunk.index()
            && (pieces.isEmpty() || pieces.get(0).version().equals(chunk.version()));
    if (!follows) {
      pieces.clear();
      if (chunk.index() > 0) {
        return Optional.empty();
      }
    }
    pieces.add(chunk);
    if (pieces.size() < chunk.count()) {
      return Optional.empty();
    }
    ContextEntry entry = new ContextEntry(chunk.key(), chunk.version(), pieces, offset);
    pending.remove(chunk.key());
    inForce.put(chunk.key(), entry);
    return Optional.of(entry);
  }

  /** The document in force; one that is gone says so. */
  Optional<ContextEntry> find(String key) {
    return Optional.ofNullable(inForce.get(key));
  }

  /** All documents in the order of their last pieces. */
  List<ContextEntry> all() {
    return inForce.values().stream()
        .sorted(Comparator.comparingLong(ContextEntry::lastOffset))
        .toList();
  }
}
