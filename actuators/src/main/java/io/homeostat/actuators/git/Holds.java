package io.homeostat.actuators.git;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The file that lists what must not be deployed. It stands in Git beside what it is about, so that
 * the deployer and people see the same; a person releases a hold by taking its entry out.
 *
 * @param entries what is held, oldest first
 */
record Holds(List<Map<String, Object>> entries) {
  private static final String HEADER =
      """
      # What must not be deployed: the deployer refuses these contents, under whatever revision they
      # come. To release one, take its entry out.
      """;

  Holds {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a file.
   *
   * @param text the file; empty where there is none
   * @throws IllegalArgumentException when it is no list of holds
   */
  static Holds parse(String text) {
    if (text.isBlank()) {
      return new Holds(List.of());
    }
    try {
      Object document = new Load(LoadSettings.builder().build()).loadFromString(text);
      if (document instanceof Map<?, ?> map && map.get("held") instanceof List<?> list) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (Object item : list) {
          entries.add(entry(item));
        }
        return new Holds(entries);
      }
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("it is no YAML: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("it has no list 'held'");
  }

  private static Map<String, Object> entry(Object item) {
    if (!(item instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("an entry of 'held' is no mapping: " + item);
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    map.forEach((key, value) -> entry.put(String.valueOf(key), value));
    return entry;
  }

  /**
   * With one more.
   *
   * @param revision the revision that brought the content
   * @param content the id of the deployed folder's tree
   * @param command the command that holds it
   * @param since when, in ISO 8601
   */
  Holds with(String revision, String content, String command, String since) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("revision", revision);
    entry.put("content", content);
    entry.put("by", "homeostat");
    entry.put("command", command);
    entry.put("since", since);
    List<Map<String, Object>> more = new ArrayList<>(entries);
    more.add(entry);
    return new Holds(more);
  }

  /** Without those that a command made. */
  Holds without(String command) {
    return new Holds(
        entries.stream().filter(entry -> !command.equals(entry.get("command"))).toList());
  }

  /** The file. */
  String text() {
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(200).build();
    return HEADER + new Dump(settings).dumpToString(Map.of("held", entries));
  }
}
