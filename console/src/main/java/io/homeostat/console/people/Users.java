package io.homeostat.console.people;

import io.homeostat.core.model.Person;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Whom the console lets write. Where users are configured, each is known by a token of which only
 * the hash is kept; where none are, whoever reaches this machine's loopback address is taken at
 * their word, and what they say is marked so.
 *
 * @param tokens the SHA-256 of each user's token, in hexadecimal, by the user's name
 * @param claims true where names are taken as claimed
 */
public record Users(Map<String, String> tokens, boolean claims) {
  /** Everybody is who they claim to be. */
  public static final Users CLAIMED = new Users(Map.of(), true);

  /** Nobody may write: others than this machine's people may reach it, and none are configured. */
  public static final Users NOBODY = new Users(Map.of(), false);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
  private static final Pattern HASH = Pattern.compile("sha256:([0-9a-f]{64})");

  public Users {
    tokens = Map.copyOf(tokens);
  }

  /** What came of the question who somebody is. */
  public sealed interface Identity {}

  /** It is known, or claimed, who it is. */
  public record Known(Person person) implements Identity {}

  /**
   * It is not known.
   *
   * @param why one sentence
   * @param remedy what helps
   */
  public record Stranger(String why, String remedy) implements Identity {}

  /**
   * Reads a properties file: one user a line, {@code ann = sha256:…}, the hash of the token.
   *
   * @throws ServiceException when it can't be read, or holds no user
   */
  public static Users read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ServiceException(
          "the users in " + file + " can't be read (" + e + "): name the file with console.users",
          e);
    }
    Map<String, String> tokens = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      var hash = HASH.matcher(properties.getProperty(name).strip());
      if (!allowed(name) || !hash.matches()) {
        throw new ServiceException(
            "user '"
                + name
                + "' in "
                + file
                + " is not right: write NAME = sha256:HASH, with the SHA-256 of the token in"
                + " hexadecimal (printf %s TOKEN | sha256sum)");
      }
      tokens.put(name, hash.group(1));
    }
    if (tokens.isEmpty()) {
      throw new ServiceException(
          "there is no user in " + file + ": add one, or leave console.users out");
    }
    return new Users(tokens, false);
  }

  /** True where tokens tell who somebody is. */
  public boolean checked() {
    return !claims;
  }

  /**
   * Who sends a request.
   *
   * @param authorization its header {@code Authorization}
   * @param claimed its header {@code X-Homeostat-User}
   */
  public Identity identify(Optional<String> authorization, Optional<String> claimed) {
    return checked() ? byToken(authorization) : byClaim(claimed);
  }

  private Identity byToken(Optional<String> authorization) {
    if (tokens.isEmpty()) {
      return new Stranger(
          "this console listens beyond its own machine, and has no configured users: nobody may"
              + " write",
          "name their file with console.users, or listen on 127.0.0.1");
    }
    Optional<String> token =
        authorization.filter(it -> it.startsWith("Bearer ")).map(it -> it.substring(7).strip());
    if (token.isEmpty()) {
      return new Stranger(
          "the console has configured users, and the request carries no token",
          "send Authorization: Bearer TOKEN; the CLI takes it from HOMEOSTAT_TOKEN");
    }
    byte[] hash = sha256(token.get());
    return tokens.entrySet().stream()
        .filter(user -> MessageDigest.isEqual(HexFormat.of().parseHex(user.getValue()), hash))
        .map(user -> (Identity) new Known(new Person(user.getKey(), Person.Known.TOKEN)))
        .findFirst()
        .orElseGet(
            () -> new Stranger("this token is nobody's", "ask for a token, or check it for typos"));
  }

  private static Identity byClaim(Optional<String> claimed) {
    return claimed
        .map(String::strip)
        .filter(Users::allowed)
        .map(name -> (Identity) new Known(new Person(name, Person.Known.CLAIMED)))
        .orElseGet(
            () ->
                new Stranger(
                    "the request does not say who you are",
                    "send X-Homeostat-User: NAME, of letters, digits and . _ @ -"));
  }

  private static boolean allowed(String name) {
    return NAME.matcher(name).matches() && !name.equalsIgnoreCase(Person.HOMEOSTAT);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
