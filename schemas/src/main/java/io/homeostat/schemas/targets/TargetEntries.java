package io.homeostat.schemas.targets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The entries of a section of {@code targets.file}. */
final class TargetEntries {
  private TargetEntries() {}

  /**
   * What each entry of a section means; entries that mean nothing are left out.
   *
   * @throws IOException when the file can't be read, or an entry is not as it should be; the
   *     message says what and where
   */
  static <T> List<T> read(Path file, String section, Function<Object, Optional<T>> meaning)
      throws IOException {
    try {
      Object document =
          new Load(LoadSettings.builder().setLabel(file.toString()).build())
              .loadFromString(Files.readString(file, StandardCharsets.UTF_8));
      List<T> found = new ArrayList<>();
      for (Object entry : list(child(document, section))) {
        meaning.apply(entry).ifPresent(found::add);
      }
      return found;
    } catch (YamlEngineException | IllegalArgumentException e) {
      throw new IOException(
          file + " does not list " + section + " as it should: " + e.getMessage(), e);
    }
  }

  static String text(Object map, String key) {
    Object value = child(map, key);
    if (value == null) {
      throw new IllegalArgumentException("'" + key + "' is missing in " + map);
    }
    return value.toString();
  }

  static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  static @Nullable Object child(@Nullable Object value, String key) {
    return value instanceof Map<?, ?> map ? map.get(key) : null;
  }
}
