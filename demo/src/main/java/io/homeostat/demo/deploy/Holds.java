package io.homeostat.demo.deploy;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What must not be deployed, as the file of holds says.
 *
 * @param revisions the revision that brought a held content, by the content's id
 */
record Holds(SortedMap<String, String> revisions) {

  /**
   * Reads the file of holds.
   *
   * @throws IllegalArgumentException when it is not sound: then nothing may be deployed, for nobody
   *     knows what is held
   */
  static Holds parse(String text) {
    TreeMap<String, String> revisions = new TreeMap<>();
    try {
      Object document = new Load(LoadSettings.builder().build()).loadFromString(text);
      if (document instanceof Map<?, ?> map && map.get("held") instanceof Iterable<?> held) {
        for (Object item : held) {
          if (!(item instanceof Map<?, ?> entry) || entry.get("content") == null) {
            throw new IllegalArgumentException("an entry of 'held' has no content: " + item);
          }
          revisions.put(
              String.valueOf(entry.get("content")), String.valueOf(entry.get("revision")));
        }
        return new Holds(revisions);
      }
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("it is no YAML: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("it has no list 'held'");
  }
}
