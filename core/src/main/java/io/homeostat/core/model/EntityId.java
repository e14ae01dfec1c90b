package io.homeostat.core.model;

import io.homeostat.core.form.Textual;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of a thing that can be sick or be acted on, written {@code kind:scope/name}, such as
 * {@code pg-index:prod/rag/public.documents_embedding_idx}. Scope and name are segments separated
 * by {@code /}; a character outside {@code [A-Za-z0-9._~-]} is percent-encoded in the text.
 *
 * @param kind what sort of thing, {@code [a-z][a-z0-9-]*}
 * @param path the scope's segments and, last, the name; at least one, none empty, not encoded
 */
public record EntityId(String kind, List<String> path) implements Textual, Comparable<EntityId> {
  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]*");
  private static final int LONGEST = 1024;
  private static final String MODEL = "model";

  public EntityId {
    if (!KIND.matcher(kind).matches()) {
      throw new IllegalArgumentException(
          "kind '"
              + kind
              + "' of an entity must be lower case letters, digits and '-', such as pg-index");
    }
    path = List.copyOf(path);
    if (path.isEmpty() || path.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException(
          "path "
              + path
              + " of an entity must have a name and no empty segment, as in pg-index:prod/rag/idx");
    }
  }

  public static EntityId of(String kind, String... path) {
    return new EntityId(kind, List.of(path));
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException when the text is not {@code kind:scope/name}
   */
  public static EntityId parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0 || text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "entity '" + text + "' must be kind:scope/name of at most " + LONGEST + " characters");
    }
    List<String> path = new ArrayList<>();
    for (String segment : text.substring(colon + 1).split("/", -1)) {
      path.add(decode(segment, text));
    }
    return new EntityId(text.substring(0, colon), path);
  }

  /** The last segment. */
  public String name() {
    return path.get(path.size() - 1);
  }

  /**
   * What people call it beside its kind: the last segment, and of a version of a model the model as
   * well.
   */
  public String called() {
    return kind.equals(MODEL) && path.size() > 1
        ? path.get(path.size() - 2) + "/" + name()
        : name();
  }

  /** The segments before the name. */
  public List<String> scope() {
    return path.subList(0, path.size() - 1);
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder(kind).append(':');
    for (int i = 0; i < path.size(); i++) {
      if (i > 0) {
        text.append('/');
      }
      encode(path.get(i), text);
    }
    return text.toString();
  }

  @Override
  public int compareTo(EntityId other) {
    return text().compareTo(other.text());
  }

  @Override
  public String toString() {
    return text();
  }

  private static String decode(String segment, String text) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("entity '" + text + "' has a broken percent-encoding", e);
    }
  }

  private static void encode(String segment, StringBuilder text) {
    for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '~' || c == '-');
      if (plain) {
        text.append(c);
      } else {
        text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
  }
}
