package io.homeostat.core.lane;

import io.homeostat.core.model.Ids;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts chunks of context documents together, in whatever holds them until they are whole. */
public final class ContextAssembly {

  private ContextAssembly() {}

  /** Takes a chunk in; the document, when this chunk completes one that was not in force. */
  public static Optional<ContextDocument> take(Cells cells, ContextChunk chunk) {
    Optional<LaneTables.Held> held = cells.get(LaneTables.CONTEXT, chunk.key());
    if (chunk.count() == 0) {
      return held.map(document -> forget(cells, chunk.key()));
    }
    if (held.filter(document -> document.version().equals(chunk.version())).isPresent()) {
      return Optional.empty();
    }
    List<String> pieces = new ArrayList<>();
    cells
        .get(LaneTables.CHUNKS, chunk.key())
        .filter(pending -> pending.version().equals(chunk.version()) && chunk.index() > 0)
        .ifPresent(pending -> pieces.addAll(pending.pieces()));
    if (pieces.size() != chunk.index()) {
      return Optional.empty();
    }
    pieces.add(chunk.text());
    if (pieces.size() < chunk.count()) {
      cells.put(
          LaneTables.CHUNKS,
          chunk.key(),
          new LaneTables.Pending(chunk.version(), chunk.count(), List.copyOf(pieces)));
      return Optional.empty();
    }
    cells.remove(LaneTables.CHUNKS, chunk.key());
    return complete(cells, chunk, String.join("", pieces));
  }

  private static Optional<ContextDocument> complete(Cells cells, ContextChunk chunk, String text) {
    if (!version(text).equals(chunk.version())) {
      return Optional.empty();
    }
    cells.put(LaneTables.CONTEXT, chunk.key(), new LaneTables.Held(chunk.version(), text));
    return Optional.of(new ContextDocument(chunk.key(), chunk.version(), text));
  }

  private static ContextDocument forget(Cells cells, String key) {
    cells.remove(LaneTables.CONTEXT, key);
    return new ContextDocument(key, "", "");
  }

  /** The version of a document: its content hash. */
  static String version(String text) {
    return Ids.hash(text.getBytes(StandardCharsets.UTF_8));
  }
}
