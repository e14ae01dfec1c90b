package io.homeostat.core.lane;

import io.homeostat.core.model.Fact;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a context document on its way into a lane.
 *
 * @param key the document, such as {@code rules} or {@code topology}
 * @param version the content hash of the whole document; empty when the document is gone
 * @param index this piece's place, from 0
 * @param count how many pieces there are; 0 when the document is gone
 * @param text the piece
 */
public record ContextChunk(String key, String version, int index, int count, String text)
    implements Fact {
  private static final int LONGEST = 64 * 1024;

  /** A document in pieces of at most 64 Ki characters, in order. */
  public static List<ContextChunk> split(String key, String text) {
    String version = ContextAssembly.version(text);
    int count = Math.max(1, (text.length() + LONGEST - 1) / LONGEST);
    List<ContextChunk> chunks = new ArrayList<>(count);
    int from = 0;
    for (int i = 0; i < count; i++) {
      int end = Math.min(text.length(), from + LONGEST);
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      chunks.add(
          new ContextChunk(
              key, version, i, count, text.substring(from, i == count - 1 ? text.length() : end)));
      from = end;
    }
    return chunks;
  }

  /** The word that a document is gone. */
  public static ContextChunk gone(String key) {
    return new ContextChunk(key, "", 0, 0, "");
  }
}
