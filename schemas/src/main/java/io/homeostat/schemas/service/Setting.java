package io.homeostat.schemas.service;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One setting of a service: its key, what it is for, and how its value is read. Services read their
 * settings by these alone, and the help and the documents are made from the same.
 *
 * @param key the dotted key in the configuration file
 * @param meaning what it is for, in a few words
 * @param usual the text of the default; empty when it must be given
 * @param form what the value must be, such as {@code a port from 0 to 65535}
 * @param reader reads the text; throws {@link IllegalArgumentException} for what is not of the form
 * @param <T> what the value is
 */
public record Setting<T>(
    String key, String meaning, Optional<String> usual, String form, Function<String, T> reader) {
  private static final int MOST_PORT = 65_535;

  /** Text that must be given and not be blank. */
  public static Setting<String> text(String key, String meaning) {
    return new Setting<>(key, meaning, Optional.empty(), "text", Setting::notBlank);
  }

  /** Text with a default. */
  public static Setting<String> text(String key, String usual, String meaning) {
    return new Setting<>(key, meaning, Optional.of(usual), "text", Function.identity());
  }

  /** A whole number from {@code least} to {@code most}, with a default. */
  public static Setting<Integer> number(
      String key, int usual, int least, int most, String meaning) {
    return new Setting<>(
        key,
        meaning,
        Optional.of(Integer.toString(usual)),
        "a whole number from " + least + " to " + most,
        text -> between(Integer.parseInt(text.strip()), least, most));
  }

  /** A port to listen on, with a default; 0 is any free one. */
  public static Setting<Integer> port(String key, int usual, String meaning) {
    return new Setting<>(
        key,
        meaning,
        Optional.of(Integer.toString(usual)),
        "a port from 0 to " + MOST_PORT,
        text -> between(Integer.parseInt(text.strip()), 0, MOST_PORT));
  }

  /** True or false, with a default. */
  public static Setting<Boolean> flag(String key, boolean usual, String meaning) {
    return new Setting<>(
        key, meaning, Optional.of(Boolean.toString(usual)), "true or false", Setting::truth);
  }

  /** One of the values of an enum, written in small letters, with a default. */
  public static <E extends Enum<E>> Setting<E> choice(String key, E usual, String meaning) {
    Map<String, E> values = new LinkedHashMap<>();
    for (E value : usual.getDeclaringClass().getEnumConstants()) {
      values.put(value.name().toLowerCase(Locale.ROOT), value);
    }
    return new Setting<>(
        key,
        meaning,
        Optional.of(usual.name().toLowerCase(Locale.ROOT)),
        String.join(" or ", values.keySet()),
        text ->
            Optional.ofNullable(values.get(text.strip()))
                .orElseThrow(() -> new IllegalArgumentException("it is none of them")));
  }

  /** A file or folder that must be given. */
  public static Setting<Path> path(String key, String meaning) {
    return new Setting<>(
        key, meaning, Optional.empty(), "a path", text -> Path.of(notBlank(text).strip()));
  }

  /** A file or folder that may be left out. */
  public static Setting<Optional<Path>> maybePath(String key, String meaning) {
    return new Setting<>(
        key,
        meaning,
        Optional.of(""),
        "a path",
        text -> text.isBlank() ? Optional.empty() : Optional.of(Path.of(text.strip())));
  }

  /**
   * The value in a configuration, or the default.
   *
   * @throws ServiceException when it is missing or not of the form; the message names the key, the
   *     file and the remedy
   */
  public T in(ServiceConfig config) {
    String text =
        config
            .find(key)
            .or(() -> usual)
            .orElseThrow(
                () ->
                    new ServiceException(
                        "setting '"
                            + key
                            + "' is missing in "
                            + config.place()
                            + ": add "
                            + key
                            + "=…, "
                            + meaning));
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new ServiceException(
          "setting '" + key + "' in " + config.place() + " is '" + text + "': give " + form, e);
    }
  }

  private static String notBlank(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("it is blank");
    }
    return text;
  }

  private static int between(int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("it is out of range");
    }
    return value;
  }

  private static boolean truth(String text) {
    return switch (text.strip()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("it is neither");
    };
  }
}
