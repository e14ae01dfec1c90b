package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import java.util.ArrayList;
import java.util.List;

/** Which types a body may have, as its Content-Type says. */
final class ContentTypes {
  /** The names under which senders send lines of JSON. */
  static final List<MediaType> JSON_LINES =
      List.of(
          MediaType.create("application", "x-ndjson"),
          MediaType.create("application", "jsonl"),
          MediaType.JSON);

  private ContentTypes() {}

  /** One type, and those of lines of JSON. */
  static List<MediaType> jsonLinesOr(MediaType other) {
    List<MediaType> types = new ArrayList<>(List.of(other));
    types.addAll(JSON_LINES);
    return List.copyOf(types);
  }

  /** Whether a request's body has this type. */
  static boolean is(RequestHeaders headers, MediaType wanted) {
    MediaType type = headers.contentType();
    return type != null && type.is(wanted);
  }

  /**
   * Lets pass what has one of some types.
   *
   * @throws Refusal when it has another
   */
  static void require(RequestHeaders headers, List<MediaType> known) throws Refusal {
    if (known.stream().noneMatch(type -> is(headers, type))) {
      throw new Refusal(
          Refusal.Cause.CONTENT_TYPE,
          "Content-Type '"
              + headers.get(HttpHeaderNames.CONTENT_TYPE, "")
              + "' is not understood; use one of "
              + known);
    }
  }
}
