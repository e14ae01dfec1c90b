package io.homeostat.ingest.cdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * A time of which changes are missing.
 *
 * @param fromMillis when the newest change that was captured was committed; 0 where that is not
 *     known
 * @param foundMillis when that they are missing was found out
 * @param why one clause, such as {@code slot homeostat_cdc is gone}
 * @param open whether the tables have still to be read anew
 */
record Gap(long fromMillis, long foundMillis, String why, boolean open) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The same once all was read anew. */
  Gap closed() {
    return new Gap(fromMillis, foundMillis, why, false);
  }

  String text() {
    return JSON.createObjectNode()
        .put("from", fromMillis)
        .put("found", foundMillis)
        .put("why", why)
        .put("open", open)
        .toString();
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IOException when it is no gap
   */
  static Gap parse(byte[] text) throws IOException {
    try {
      JsonNode gap = JSON.readTree(text);
      return new Gap(
          gap.path("from").asLong(),
          gap.path("found").asLong(),
          gap.path("why").asText(),
          gap.path("open").asBoolean());
    } catch (JsonProcessingException e) {
      throw new IOException("what is kept of a gap can't be read: " + e.getOriginalMessage(), e);
    }
  }
}
