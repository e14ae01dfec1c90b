package io.homeostat.actuators.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The file that lists the databases; read anew at each question, as it may be rewritten.
 *
 * @param file the YAML file: {@code targets}, each with {@code name}, {@code host}, {@code port},
 *     {@code database} and {@code roles.actuator} with {@code user} and {@code passwordFile}
 */
public record Targets(Path file) {

  /**
   * The target of this name that has an actuator's role.
   *
   * @throws IOException when the file can't be read, or says something else
   */
  public Optional<Target> find(String name) throws IOException {
    try {
      Object document =
          new Load(LoadSettings.builder().setLabel(file.toString()).build())
              .loadFromString(Files.readString(file, StandardCharsets.UTF_8));
      for (Object entry : list(map(document).get("targets"))) {
        Map<?, ?> target = map(entry);
        if (name.equals(target.get("name"))) {
          return actuator(target);
        }
      }
      return Optional.empty();
    } catch (YamlEngineException | IllegalArgumentException e) {
      throw new IOException(file + " does not list targets as it should: " + e.getMessage(), e);
    }
  }

  private Optional<Target> actuator(Map<?, ?> target) {
    Object login = map(target.get("roles")).get("actuator");
    if (login == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Target(
            text(target, "name"),
            text(target, "host"),
            Integer.parseInt(text(target, "port")),
            text(target, "database"),
            text(map(login), "user"),
            file.resolveSibling(text(map(login), "passwordFile"))));
  }

  private static String text(Map<?, ?> map, String key) {
    Object value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("'" + key + "' is missing in " + map.keySet());
    }
    return value.toString();
  }

  private static Map<?, ?> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("a mapping is expected, and there is " + value);
  }

  private static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("a list is expected, and there is " + value);
  }
}
