package io.homeostat.demo.rag;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * How the retriever searches: its version, and all that its operators may set.
 *
 * @param version what it calls itself, such as {@code 1.4.0}
 * @param candidates how many documents are matched at most
 * @param ranked how many of them are ranked
 * @param answers how many are answered
 * @param featureWeight how much popularity counts beside likeness
 * @param documents the table of the documents
 * @param moved the table of a tenant's documents, where they are elsewhere
 */
public record SearchConfig(
    String version,
    int candidates,
    int ranked,
    int answers,
    double featureWeight,
    String documents,
    SortedMap<Integer, String> moved) {

  private static final Pattern VERSION = Pattern.compile("\\d{1,4}\\.\\d{1,6}\\.\\d{1,6}");
  private static final Pattern TABLE = Pattern.compile("[a-z_][a-z0-9_]*\\.[a-z_][a-z0-9_]*");
  private static final List<String> KEYS =
      List.of("answers", "candidates", "documents", "featureWeight", "moved", "ranked", "version");

  /** The retriever as this world begins. */
  public static final SearchConfig FIRST =
      new SearchConfig("1.4.0", 400, 12, 10, 0.2, "public.documents", Collections.emptySortedMap());

  public SearchConfig {
    if (!VERSION.matcher(version).matches()) {
      throw new IllegalArgumentException("version is '" + version + "': give one such as 1.4.0");
    }
    requireBetween("candidates", candidates, 1, 10_000);
    requireBetween("ranked", ranked, 1, 1_000);
    requireBetween("answers", answers, 1, 1_000);
    if (!(featureWeight >= 0 && featureWeight <= 10)) {
      throw new IllegalArgumentException("featureWeight is " + featureWeight + ": give 0 to 10");
    }
    requireTable("documents", documents);
    moved.forEach((tenant, table) -> requireTable("moved." + tenant, table));
    moved = Collections.unmodifiableSortedMap(new TreeMap<>(moved));
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException when it is not sound, with the reason
   */
  public static SearchConfig parse(String text) {
    Object document;
    try {
      document = new Load(LoadSettings.builder().build()).loadFromString(text);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("it is no YAML: " + e.getMessage(), e);
    }
    if (!(document instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("it is no mapping");
    }
    TreeSet<String> unknown = new TreeSet<>();
    map.keySet().forEach(key -> unknown.add(String.valueOf(key)));
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown keys " + unknown + ": there are " + KEYS);
    }
    return new SearchConfig(
        String.valueOf(map.get("version")),
        (int) number(map, "candidates"),
        (int) number(map, "ranked"),
        (int) number(map, "answers"),
        number(map, "featureWeight"),
        String.valueOf(map.get("documents")),
        moved(map.get("moved")));
  }

  /** The table of a tenant's documents. */
  String table(int tenant) {
    return moved.getOrDefault(tenant, documents);
  }

  /** The same under another version. */
  public SearchConfig as(String newVersion) {
    return weighing(newVersion, featureWeight);
  }

  /** The same under another version, with popularity weighed otherwise. */
  public SearchConfig weighing(String newVersion, double newWeight) {
    return new SearchConfig(newVersion, candidates, ranked, answers, newWeight, documents, moved);
  }

  /** The same with another version and other places of tenants' documents. */
  public SearchConfig with(String newVersion, SortedMap<Integer, String> newMoved) {
    return new SearchConfig(
        newVersion, candidates, ranked, answers, featureWeight, documents, newMoved);
  }

  /** The file. */
  public String text() {
    Map<String, Object> map = new TreeMap<>();
    map.put("version", version);
    map.put("candidates", candidates);
    map.put("ranked", ranked);
    map.put("answers", answers);
    map.put("featureWeight", featureWeight);
    map.put("documents", documents);
    map.put("moved", moved);
    DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return "# How the retriever searches. What stands on main is deployed.\n"
        + new Dump(settings).dumpToString(map);
  }

  private static double number(Map<?, ?> map, String key) {
    if (map.get(key) instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(key + " is " + map.get(key) + ": give a number");
  }

  private static SortedMap<Integer, String> moved(@Nullable Object value) {
    SortedMap<Integer, String> moved = new TreeMap<>();
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!(entry.getKey() instanceof Integer tenant)) {
          throw new IllegalArgumentException(
              "moved has '" + entry.getKey() + "': give tenants' numbers");
        }
        moved.put(tenant, String.valueOf(entry.getValue()));
      }
      return moved;
    }
    throw new IllegalArgumentException("moved is " + value + ": give tenants and their tables");
  }

  private static void requireTable(String key, String table) {
    if (!TABLE.matcher(table).matches()) {
      throw new IllegalArgumentException(
          key + " is '" + table + "': give a table such as public.documents");
    }
  }

  private static void requireBetween(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(key + " is " + value + ": give " + least + " to " + most);
    }
  }
}
