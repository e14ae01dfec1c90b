package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.RequestHeaders;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What a request shows as signatures of its body: HMAC-SHA256 over the bytes as they come over the
 * wire, in hexadecimal digits behind {@code v1=}, several separated by commas while a secret is
 * being changed (PagerDuty, "Verifying webhook signatures").
 *
 * @param shown the signatures' bytes
 */
record Signatures(List<byte[]> shown) {
  /** Our own header, for whoever signs; at every door. */
  static final String HEADER = "x-homeostat-signature";

  /** PagerDuty's. */
  static final String PAGERDUTY = "x-pagerduty-signature";

  private static final String VERSION = "v1=";
  private static final int MOST = 8;
  private static final int DIGITS = 64;

  Signatures {
    shown = List.copyOf(shown);
  }

  /** The signatures of a request; none when it is not signed. */
  static Signatures of(RequestHeaders headers) {
    List<byte[]> shown = new ArrayList<>();
    for (String header : new String[] {HEADER, PAGERDUTY}) {
      for (String one : headers.get(header, "").split(",", MOST + 1)) {
        String text = one.strip().toLowerCase(Locale.ROOT);
        String digits = text.startsWith(VERSION) ? text.substring(VERSION.length()) : "";
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
