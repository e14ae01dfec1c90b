package io.homeostat.ingest.gateway;

import io.homeostat.ingest.gateway.SenderFile.Sender;
import io.homeostat.ingest.gateway.SenderFile.Way;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may send: each sender has a bearer token, or a user and a password, or a key by which it
 * signs its bodies. What a request shows is compared with all of them, in a time that tells nothing
 * about them.
 */
final class Senders {
  private static final Logger log = LoggerFactory.getLogger(Senders.class);
  private static final String HMAC = "HmacSHA256";

  private final Optional<Path> file;
  private volatile List<Sender> known;
  private volatile String problem = "";

  private Senders(Optional<Path> file, List<Sender> known) {
    this.file = file;
    this.known = known;
  }

  /**
   * The senders that a file names; anyone when there is no file.
   *
   * @throws ServiceException when the file, or one with a secret, can't be read or has mistakes
   */
  static Senders of(Optional<Path> file) {
    try {
      return new Senders(file, file.isPresent() ? SenderFile.read(file.get()) : List.of());
    } catch (IOException e) {
      throw new ServiceException("gateway.senders.file: " + e.getMessage(), e);
    }
  }

  /** Reads the file again; where that has mistakes, those who might send before still may. */
  void refresh() {
    if (file.isEmpty()) {
      return;
    }
    try {
      known = SenderFile.read(file.get());
      problem = "";
    } catch (IOException e) {
      if (!problem.equals(e.getMessage())) {
        problem = String.valueOf(e.getMessage());
        log.warn("those who might send before still may: {}", problem);
      }
    }
  }

  /** Whether anyone may send. */
  boolean anyone() {
    return file.isEmpty();
  }

  /**
   * The name of the one whose request this is; empty where anyone may send.
   *
   * @param authorization the header {@code Authorization}; empty when there is none
   * @throws Refusal when it is nobody who may send
   */
  String require(String authorization) throws Refusal {
    if (anyone()) {
      return "";
    }
    byte[] shown = shown(authorization);
    String found = "";
    for (Sender sender : known) {
      boolean same = sender.way() != Way.HMAC && MessageDigest.isEqual(sender.secret(), shown);
      found = same ? sender.name() : found;
    }
    if (found.isEmpty()) {
      throw new Refusal(
          Refusal.Cause.UNAUTHORIZED,
          authorization.isEmpty()
              ? "who sends this is not said; send a bearer token, or a user and a password"
              : "nobody may send with this token, or this user and password");
    }
    return found;
  }

  /**
   * The name of the one who signed a body.
   *
   * @param body as it came over the wire
   * @throws Refusal when it is nobody who may send
   */
  String requireSigned(Signatures signatures, byte[] body) throws Refusal {
    String found = "";
    for (Sender sender : known) {
      if (sender.way() == Way.HMAC) {
        byte[] right = hmac(sender.secret(), body);
        for (byte[] shown : signatures.shown()) {
          found = MessageDigest.isEqual(right, shown) ? sender.name() : found;
        }
      }
    }
    if (found.isEmpty()) {
      throw new Refusal(
          Refusal.Cause.UNAUTHORIZED,
          "nobody who may send has signed this body with this signature");
    }
    return found;
  }

  private static byte[] hmac(byte[] key, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  private static byte[] shown(String authorization) {
    int blank = authorization.indexOf(' ');
    String scheme = authorization.substring(0, Math.max(0, blank)).toLowerCase(Locale.ROOT);
    String rest = authorization.substring(blank + 1).strip();
    return switch (scheme) {
      case "bearer" -> SenderFile.digest(Way.BEARER, rest.getBytes(StandardCharsets.UTF_8));
      case "basic" -> SenderFile.digest(Way.BASIC, decoded(rest));
      default -> SenderFile.digest(Way.HMAC, new byte[0]);
    };
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
