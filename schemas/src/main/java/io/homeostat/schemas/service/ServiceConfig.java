package io.homeostat.schemas.service;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A process's settings: a flat, ordered map of dotted keys, read from a properties file.
 *
 * @param values every setting, by key
 * @param file where they stand; empty when in no file
 */
public record ServiceConfig(Map<String, String> values, Optional<Path> file) {

  public ServiceConfig {
    values = Map.copyOf(values);
  }

  /** Settings that stand in no file. */
  public ServiceConfig(Map<String, String> values) {
    this(values, Optional.empty());
  }

  /**
   * Reads a properties file in UTF-8.
   *
   * @throws ServiceException when the file can't be read
   */
  public static ServiceConfig read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ServiceException(
          "cannot read the configuration " + file + ": " + e.getMessage(), e);
    }
    Map<String, String> values = new TreeMap<>();
    properties.forEach((key, value) -> values.put((String) key, (String) value));
    return new ServiceConfig(values, Optional.of(file));
  }

  /** Where the settings stand, for messages. */
  public String place() {
    return file.map(Path::toString).orElse("the configuration");
  }

  /** The setting's value, if it is there. */
  public Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /**
   * The setting's value.
   *
   * @throws ServiceException when it is missing
   */
  public String text(String key) {
    return find(key)
        .orElseThrow(
            () ->
                new ServiceException(
                    "setting '" + key + "' is missing in " + place() + ": add it"));
  }

  public String text(String key, String fallback) {
    return find(key).orElse(fallback);
  }

  /**
   * A whole number.
   *
   * @throws ServiceException when it is missing or not a whole number
   */
  public int number(String key) {
    return parse(key, text(key));
  }

  public int number(String key, int fallback) {
    return find(key).map(text -> parse(key, text)).orElse(fallback);
  }

  public boolean flag(String key, boolean fallback) {
    return find(key).map(text -> parseFlag(key, text)).orElse(fallback);
  }

  public Path path(String key) {
    return Path.of(text(key));
  }

  private static int parse(String key, String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new ServiceException("setting '" + key + "' is '" + text + "': give a whole number", e);
    }
  }

  private static boolean parseFlag(String key, String text) {
    return switch (text.strip()) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new ServiceException("setting '" + key + "' is '" + text + "': give true or false");
    };
  }
}
