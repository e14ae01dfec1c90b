package io.homeostat.demo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The signature that Homeostat sends with its requests: {@code t=SECONDS,v1=HEX}, HMAC-SHA256 over
 * {@code SECONDS.body}.
 */
public final class Signature {
  /** The header that it comes in. */
  public static final String HEADER = "Homeostat-Signature";

  private static final String HMAC = "HmacSHA256";
  private static final String TIME = "t=";
  private static final String DIGEST = ",v1=";

  private static final Duration OLDEST = Duration.ofMinutes(5);

  private Signature() {}

  private static boolean isNear(String seconds, Instant now) {
    try {
      Instant signed = Instant.ofEpochSecond(Long.parseLong(seconds));
      return Duration.between(signed, now).abs().compareTo(OLDEST) <= 0;
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      return false;
    }
  }

  /**
   * Whether a body was signed with a secret, within some minutes.
   *
   * @param signature as it came; absent is no signature
   */
  public static boolean holds(String secret, @Nullable String signature, byte[] body, Instant now) {
    int comma = signature == null ? -1 : signature.indexOf(DIGEST);
    if (signature == null || !signature.startsWith(TIME) || comma < 0) {
      return false;
    }
    String time = signature.substring(TIME.length(), comma);
    if (!isNear(time, now)) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
      byte[] expected =
          HexFormat.of().formatHex(mac.doFinal(body)).getBytes(StandardCharsets.UTF_8);
      byte[] given = signature.substring(comma + DIGEST.length()).getBytes(StandardCharsets.UTF_8);
      return MessageDigest.isEqual(expected, given);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }
}
