package io.homeostat.cli.services;

import io.homeostat.core.document.Nearest;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.service.ServiceMain;
import io.homeostat.schemas.service.Setting;
import io.homeostat.schemas.topics.Brokers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares a configuration with what services read. One file may serve all of them, so a key is
 * unknown only when none of them reads it.
 */
public final class SettingsCheck {

  private SettingsCheck() {}

  /**
   * Every mistake, in the order of keys: one message each, with the key, the file and the remedy.
   *
   * @param service whose settings must be there and sound
   * @param all every service, whose settings may be there
   */
  public static List<String> mistakes(
      ServiceConfig config, InstalledService service, Collection<InstalledService> all) {
    List<String> mistakes = new ArrayList<>(unknown(config, known(all)));
    for (Setting<?> setting : own(service)) {
      try {
        setting.in(config);
      } catch (ServiceException e) {
        mistakes.add(String.valueOf(e.getMessage()));
      }
    }
    return mistakes;
  }

  /** What a service reads, with what its process reads. */
  public static List<Setting<?>> own(InstalledService service) {
    List<Setting<?>> own = new ArrayList<>(service.settings());
    own.addAll(ServiceMain.SETTINGS);
    return own;
  }

  private static Set<String> known(Collection<InstalledService> all) {
    return all.stream()
        .flatMap(service -> own(service).stream())
        .map(Setting::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> unknown(ServiceConfig config, Set<String> known) {
    return config.values().keySet().stream()
        .filter(key -> !known.contains(key) && !Brokers.passes(key))
        .sorted()
        .map(key -> unknown(config, key, known))
        .toList();
  }

  private static String unknown(ServiceConfig config, String key, Set<String> known) {
    String remedy =
        key.startsWith(Brokers.PREFIX)
            ? "of Kafka's clients these can be set: "
                + Brokers.PASSED.stream()
                    .map(part -> Brokers.PREFIX + part + (part.endsWith(".") ? "*" : ""))
                    .collect(Collectors.joining(", "))
            : Nearest.of(key, known)
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse("remove it");
    return "setting '" + key + "' in " + config.place() + " is not known: " + remedy;
  }
}
