package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.RequestHeaders;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a request shows as signatures of its body: HMAC-SHA256 over the bytes as they come over the
 * wire, in hexadecimal digits behind {@code v1=} or {@code sha256=}, several separated by commas
 * while a secret is being changed (PagerDuty, "Verifying webhook signatures"; GitHub, "Validating
 * webhook deliveries"; Flux, provider {@code generic-hmac}).
 *
 * @param shown the signatures' bytes
 */
record Signatures(List<byte[]> shown) {
  /** Our own header, for whoever signs; at every door. */
  static final String HEADER = "x-homeostat-signature";

  /** PagerDuty's. */
  static final String PAGERDUTY = "x-pagerduty-signature";

  private static final String GITHUB = "x-hub-signature-256";
  private static final String FLUX = "x-signature";
  private static final Map<String, String> PREFIXES =
      Map.of(HEADER, "v1=", PAGERDUTY, "v1=", GITHUB, "sha256=", FLUX, "sha256=");
  private static final int MOST = 8;
  private static final int DIGITS = 64;

  Signatures {
    shown = List.copyOf(shown);
  }

  /** The signatures of a request; none when it is not signed. */
  static Signatures of(RequestHeaders headers) {
    List<byte[]> shown = new ArrayList<>();
    for (Map.Entry<String, String> each : PREFIXES.entrySet()) {
      String prefix = each.getValue();
      for (String one : headers.get(each.getKey(), "").split(",", MOST + 1)) {
        String text = one.strip().toLowerCase(Locale.ROOT);
        String digits = text.startsWith(prefix) ? text.substring(prefix.length()) : "";
        if (shown.size() < MOST && digits.length() == DIGITS && hexadecimal(digits)) {
          shown.add(HexFormat.of().parseHex(digits));
        }
      }
    }
    return new Signatures(shown);
  }

  private static boolean hexadecimal(String digits) {
    return digits.chars().allMatch(HexFormat::isHexDigit);
  }

  /** Whether the request is signed. */
  boolean any() {
    return !shown.isEmpty();
  }
}
