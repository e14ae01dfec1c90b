package io.homeostat.actuators.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a request is signed, so that its receiver knows who sent it and when. */
public final class Signature {
  /** What names a request, the same for every try of it. */
  public static final String KEY_HEADER = "Idempotency-Key";

  /** {@code t=SECONDS,v1=HEX}: HMAC-SHA256 over {@code SECONDS.BODY}. */
  public static final String HEADER = "Homeostat-Signature";

  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /**
   * What a receiver that knows the secret compares with {@link #HEADER}.
   *
   * @param time when it is sent
   * @param body all of it; where there is none, what the request names instead
   */
  public static String of(String secret, Instant time, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      byte[] signed =
          mac.doFinal((time.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8));
      return "t=" + time.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
