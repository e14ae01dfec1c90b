package io.homeostat.ingest.gateway;

import io.homeostat.core.document.Problem;
import io.homeostat.core.document.Problems;
import io.homeostat.core.document.Section;
import io.homeostat.core.document.SourceText;
import io.homeostat.core.document.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the file of those who may send; each one's secret stands in a file of its own. */
final class SenderFile {
  /** How a sender shows who it is. */
  enum Way {
    BEARER("tokenFile"),
    BASIC("passwordFile"),
    HMAC("hmacFile");

    private final String key;

    Way(String key) {
      this.key = key;
    }
  }

  /**
   * One who may send.
   *
   * @param secret the digest of what it shows, or the key that it signs with
   */
  record Sender(String name, Way way, byte[] secret) {}

  private SenderFile() {}

  /**
   * Who may send.
   *
   * @throws IOException when the file, or one with a secret, can't be read or has mistakes
   */
  static List<Sender> read(Path file) throws IOException {
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
    Set<String> names = new HashSet<>();
    List<Sender> senders = root.sections("senders", section -> sender(section, file, names));
    root.close();
    return senders;
  }

  private static Optional<Sender> sender(Section section, Path file, Set<String> names) {
    String name = section.text("name");
    Way way = way(section);
    long ways = Stream.of(Way.BEARER.key, Way.HMAC.key, "user").filter(section::has).count();
    if (ways != 1) {
      section.reject(
          "name",
          "sender '" + name + "' needs one way to be known",
          "give tokenFile, or user and passwordFile, or hmacFile");
      return Optional.empty();
    }
    if (!names.add(name)) {
      section.reject("name", "sender '" + name + "' stands there twice", "name each differently");
      return Optional.empty();
    }
    String user = way == Way.BASIC ? section.text("user") : "";
    String secretFile = section.text(way.key);
    return section.sound()
        ? secret(section, way, file.resolveSibling(secretFile))
            .map(secret -> new Sender(name, way, kept(way, user, secret)))
        : Optional.empty();
  }

  private static Way way(Section section) {
    return section.has(Way.BEARER.key)
        ? Way.BEARER
        : section.has(Way.HMAC.key) ? Way.HMAC : Way.BASIC;
  }

  private static Optional<String> secret(Section section, Way way, Path place) {
    try {
      String secret = text(place).strip();
      if (!secret.isEmpty()) {
        return Optional.of(secret);
      }
      section.reject(way.key, place + " is empty", "write the secret into it");
    } catch (IOException e) {
      section.reject(way.key, place + " can't be read (" + e + ")", "make it readable");
    }
    return Optional.empty();
  }

  private static byte[] kept(Way way, String user, String secret) {
    return switch (way) {
      case BEARER -> digest(way, secret.getBytes(StandardCharsets.UTF_8));
      case BASIC -> digest(way, (user + ':' + secret).getBytes(StandardCharsets.UTF_8));
      case HMAC -> secret.getBytes(StandardCharsets.UTF_8);
    };
  }

  /** What is compared, so that all that is compared has the same length. */
  static byte[] digest(Way way, byte[] shown) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((way.name() + ':').getBytes(StandardCharsets.UTF_8));
      return digest.digest(shown);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
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
