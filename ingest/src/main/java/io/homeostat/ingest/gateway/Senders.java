package io.homeostat.ingest.gateway;

import io.homeostat.core.document.Problem;
import io.homeostat.core.document.Problems;
import io.homeostat.core.document.Section;
import io.homeostat.core.document.SourceText;
import io.homeostat.core.document.YamlReader;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may send: each sender has a bearer token, or a user and a password, in a file of its own.
 * What a request shows is compared by its digest with all of them, in a time that tells nothing
 * about them.
 */
final class Senders {
  private static final Logger log = LoggerFactory.getLogger(Senders.class);
  private static final String BEARER = "bearer";
  private static final String BASIC = "basic";

  private record Sender(String name, byte[] digest) {}

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
      return new Senders(file, file.isPresent() ? read(file.get()) : List.of());
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
      known = read(file.get());
      problem = "";
    } catch (IOException e) {
      if (!problem.equals(e.getMessage())) {
        problem = String.valueOf(e.getMessage());
        log.warn("those who might send before still may: {}", problem);
      }
    }
  }

  /**
   * Makes sure that a request is from one who may send.
   *
   * @param authorization the header {@code Authorization}; empty when there is none
   * @throws Refusal when it isn't
   */
  void require(String authorization) throws Refusal {
    if (file.isEmpty()) {
      return;
    }
    byte[] shown = shown(authorization);
    boolean found = false;
    for (Sender sender : known) {
      found |= MessageDigest.isEqual(sender.digest, shown);
    }
    if (!found) {
      throw new Refusal(
          Refusal.Cause.UNAUTHORIZED,
          authorization.isEmpty()
              ? "who sends this is not said; send a bearer token, or a user and a password"
              : "nobody may send with this token, or this user and password");
    }
  }

  private static byte[] shown(String authorization) {
    int blank = authorization.indexOf(' ');
    String scheme = authorization.substring(0, Math.max(0, blank)).toLowerCase(Locale.ROOT);
    String rest = authorization.substring(blank + 1).strip();
    return switch (scheme) {
      case BEARER -> digest(BEARER, rest.getBytes(StandardCharsets.UTF_8));
      case BASIC -> digest(BASIC, decoded(rest));
      default -> digest("", new byte[0]);
    };
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] digest(String scheme, byte[] secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(scheme.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return digest.digest(secret);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static List<Sender> read(Path file) throws IOException {
    Problems problems = new Problems();
    List<Sender> senders =
        YamlReader.read(new SourceText(file.toString(), text(file)), problems)
            .map(root -> senders(root, file))
            .orElse(List.of());
    if (problems.none() && senders.isEmpty()) {
      throw new IOException(file + " names no senders: add some, or remove gateway.senders.file");
    }
    if (!problems.none()) {
      throw new IOException(
          problems.list().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
    return senders;
  }

  private static List<Sender> senders(Section root, Path file) {
    List<Sender> senders = root.sections("senders", section -> sender(section, file));
    root.close();
    return senders;
  }

  private static Optional<Sender> sender(Section section, Path file) {
    String name = section.text("name");
    boolean bearer = section.has("tokenFile");
    if (bearer == section.has("user")) {
      section.reject(
          "name", "sender '" + name + "' needs one way to be known", "give tokenFile, or user");
      return Optional.empty();
    }
    String user = bearer ? "" : section.text("user");
    String key = bearer ? "tokenFile" : "passwordFile";
    String secretFile = section.text(key);
    if (!section.sound()) {
      return Optional.empty();
    }
    Path place = file.resolveSibling(secretFile);
    try {
      String secret = text(place).strip();
      if (secret.isEmpty()) {
        section.reject(key, place + " is empty", "write the secret into it");
        return Optional.empty();
      }
      String whole = bearer ? secret : user + ':' + secret;
      return Optional.of(
          new Sender(
              name, digest(bearer ? BEARER : BASIC, whole.getBytes(StandardCharsets.UTF_8))));
    } catch (IOException e) {
      section.reject(key, place + " can't be read (" + e + ")", "make it readable");
      return Optional.empty();
    }
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IOException(file + " can't be read (" + e + ")", e);
    }
  }
}
