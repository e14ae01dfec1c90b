package io.homeostat.console.api;

import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a request write only when a page elsewhere can't have sent it: it carries a header that a
 * page may send to its own origin alone, says that it comes from there if it says anything, and is
 * JSON.
 */
final class WriteGuard {
  /** The header that every write carries, with any value. */
  static final String HEADER = "x-homeostat-request";

  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  /**
   * Why a request may not write.
   *
   * @param status what is answered
   * @param why one sentence
   * @param remedy what helps
   */
  record Objection(HttpStatus status, String why, String remedy) {}

  private WriteGuard() {}

  static Optional<Objection> objection(RequestHeaders headers) {
    if (headers.get(HEADER, "").isBlank()) {
      return forbidden("it lacks the header X-Homeostat-Request", "send it, with any value");
    }
    String site = headers.get("sec-fetch-site", "none").toLowerCase(Locale.ROOT);
    if (!OWN_SITES.contains(site)) {
      return forbidden("it comes from another site (" + site + ")", "use the console's own page");
    }
    String origin = headers.get("origin");
    if (origin != null && !sameHost(origin, headers.authority())) {
      return forbidden("it comes from " + origin, "use the console's own page");
    }
    String type = headers.get("content-type", "");
    return type.toLowerCase(Locale.ROOT).startsWith("application/json")
        ? Optional.empty()
        : Optional.of(
            new Objection(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "the body is '" + type + "'",
                "send a JSON object with Content-Type: application/json; {} will do where nothing"
                    + " is to be said"));
  }

  private static Optional<Objection> forbidden(String why, String remedy) {
    return Optional.of(new Objection(HttpStatus.FORBIDDEN, "a write is refused: " + why, remedy));
  }

  private static boolean sameHost(
      String origin, @org.jspecify.annotations.Nullable String authority) {
    try {
      String from = URI.create(origin).getAuthority();
      return from != null && from.equalsIgnoreCase(authority);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
