package io.homeostat.actuators.pager;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The file of receivers: {@code receivers}, each with {@code name}, {@code kind} ({@code webhook},
 * {@code pagerduty}, {@code slack}), {@code url} or {@code urlFile}, and {@code secretFile} or
 * {@code keyFile}. Secrets stand in files of their own, never in the rules. It is read anew at each
 * question, so that a mended file needs no restart.
 *
 * @param file the YAML file
 */
record Receivers(Path file) {
  private static final Set<String> KNOWN =
      Set.of("name", "kind", "url", "urlFile", "secretFile", "keyFile");

  /**
   * The receiver of a name.
   *
   * @throws IOException when the file can't be read, does not list it, or says something else; the
   *     message says what and where
   */
  Receiver find(String name) throws IOException {
    for (Map<?, ?> entry : entries()) {
      if (name.equals(entry.get("name"))) {
        return receiver(name, entry);
      }
    }
    throw new IOException(
        "no receiver '" + name + "' in " + file + ": add it there, or mend the route");
  }

  private List<Map<?, ?>> entries() throws IOException {
    try {
      Object document =
          new Load(LoadSettings.builder().setLabel(file.toString()).build())
              .loadFromString(Files.readString(file, StandardCharsets.UTF_8));
      if (document instanceof Map<?, ?> map && map.get("receivers") instanceof List<?> list) {
        return list.stream().<Map<?, ?>>map(this::mapping).toList();
      }
      throw new IOException(file + " has no list 'receivers': add one");
    } catch (YamlEngineException | IllegalArgumentException e) {
      throw new IOException(file + " does not list receivers as it should: " + e.getMessage(), e);
    }
  }

  private Map<?, ?> mapping(@Nullable Object entry) {
    if (!(entry instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("'" + entry + "' is no receiver: give name, kind and url");
    }
    for (Object key : map.keySet()) {
      if (!KNOWN.contains(String.valueOf(key))) {
        throw new IllegalArgumentException(
            "the key '" + key + "' of '" + map.get("name") + "' is not known; known are " + KNOWN);
      }
    }
    return map;
  }

  private Receiver receiver(String name, Map<?, ?> entry) throws IOException {
    String kind = String.valueOf(entry.get("kind"));
    return switch (kind) {
      case "webhook" -> new Receiver.Webhook(name, url(name, entry), secret(entry, "secretFile"));
      case "slack" -> new Receiver.Slack(name, url(name, entry));
      case "pagerduty" ->
          new Receiver.PagerDuty(
              name,
              entry.containsKey("url") ? url(name, entry) : Receiver.PagerDuty.USUAL,
              secret(entry, "keyFile").orElseThrow(() -> missing(name, "keyFile")));
      default ->
          throw new IOException(
              "receiver '"
                  + name
                  + "' in "
                  + file
                  + " is of kind '"
                  + kind
                  + "': give webhook, pagerduty or slack");
    };
  }

  private URI url(String name, Map<?, ?> entry) throws IOException {
    Object plain = entry.get("url");
    String text =
        plain == null
            ? secret(entry, "urlFile").orElseThrow(() -> missing(name, "url"))
            : plain.toString();
    try {
      URI url = URI.create(text);
      if (url.getHost() != null
          && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("the url of receiver '" + name + "' in " + file + " is none", e);
    }
    throw new IOException(
        "the url of receiver '" + name + "' in " + file + " is none: give http://… or https://…");
  }

  private Optional<String> secret(Map<?, ?> entry, String key) throws IOException {
    Object path = entry.get(key);
    return path == null
        ? Optional.empty()
        : Optional.of(
            Files.readString(file.resolveSibling(path.toString()), StandardCharsets.UTF_8).strip());
  }

  private IOException missing(String name, String key) {
    return new IOException("receiver '" + name + "' in " + file + " has no '" + key + "': add it");
  }
}
