package io.homeostat.tests.deploy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** docs/settings.md, as the packaged product's own settings give it. */
final class SettingsDocument {
  private static final String HEAD =
      """
      # Settings

      Written from the services' own settings; a test says when it has drifted. A service is told them in one properties file
      (`homeostat run SERVICE --config FILE`), which may serve all. Besides these every service takes the settings of
      Kafka's clients that say how the brokers are reached, in Kafka's own names behind `kafka.`, such as `kafka.security.protocol`.
      `job jar` is what the Flink jobs read on a cluster of one's own (deploy/README.md).

      | setting | default | what it must be | what it is for | read by |
      |---|---|---|---|---|
      """;

  private SettingsDocument() {}

  /** The whole document. */
  static String text() {
    SortedMap<String, List<KnownSetting>> readers = new TreeMap<>(Product.services());
    int services = readers.size();
    readers.put("job jar", Product.jobSettings());
    SortedMap<String, String> rows = new TreeMap<>();
    readers.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(KnownSetting::meaning))
        .forEach(setting -> rows.put(row(setting), by(setting, readers, services)));
    StringBuilder document = new StringBuilder(HEAD);
    rows.forEach((row, by) -> document.append(row).append(by).append(" |\n"));
    return document.toString();
  }

  private static String row(KnownSetting setting) {
    String usual =
        setting.usual().map(text -> text.isEmpty() ? "none" : "`" + text + "`").orElse("needed");
    return "| `%s` | %s | %s | %s | "
        .formatted(setting.key(), usual, setting.form(), setting.meaning().replace("|", "\\|"));
  }

  private static String by(
      KnownSetting setting, Map<String, List<KnownSetting>> readers, int services) {
    List<String> names = new ArrayList<>();
    for (String name : new TreeSet<>(readers.keySet())) {
      if (readers.getOrDefault(name, List.of()).stream()
          .anyMatch(other -> row(other).equals(row(setting)))) {
        names.add(name);
      }
    }
    if (names.size() > services) {
      return "all";
    }
    return names.size() == services && !names.contains("job jar")
        ? "every service"
        : String.join(", ", names);
  }
}
