package io.homeostat.cli.services;

import io.homeostat.schemas.service.Setting;
import io.homeostat.schemas.topics.Brokers;
import java.util.List;
import java.util.stream.Collectors;

/** What services read, told to people. */
public final class SettingsTable {
  private static final String PASSED =
      "of Kafka's clients, in Kafka's own names behind 'kafka.', such as kafka.security.protocol";

  private SettingsTable() {}

  /** The lines of a help text. */
  public static List<String> help(InstalledService service) {
    List<Setting<?>> settings = SettingsCheck.own(service);
    int width = settings.stream().mapToInt(setting -> setting.key().length()).max().orElse(0);
    return java.util.stream.Stream.concat(
            settings.stream()
                .map(
                    setting ->
                        ("  %-" + width + "s  %-12s %s")
                            .formatted(setting.key(), usual(setting), setting.meaning())),
            java.util.stream.Stream.of("  " + passed() + "  " + PASSED))
        .toList();
  }

  private static String usual(Setting<?> setting) {
    return setting.usual().map(text -> text.isEmpty() ? "(none)" : text).orElse("(needed)");
  }

  private static String passed() {
    return Brokers.PASSED.stream()
        .map(part -> Brokers.PREFIX + part + (part.endsWith(".") ? "*" : ""))
        .collect(Collectors.joining(", "));
  }
}
