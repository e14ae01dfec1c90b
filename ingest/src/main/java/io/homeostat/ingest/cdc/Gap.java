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
 */
record Gap(long fromMillis, long foundMillis, String why) {
  private static final ObjectMapper JSON = new ObjectMapper();

  String text() {
    return JSON.createObjectNode()
        .put("from", fromMillis)
        .put("found", foundMillis)
        .put("why", why)
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
          gap.path("from").asLong(), gap.path("found").asLong(), gap.path("why").asText());
    } catch (JsonProcessingException e) {
      throw new IOException("what is kept of a gap can't be read: " + e.getOriginalMessage(), e);
    }
  }
}
