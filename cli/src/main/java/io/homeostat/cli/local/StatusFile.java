package io.homeostat.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the supervisor tells other verbs: which processes there are, and what listens where.
 *
 * @param processes every process, in the table's order
 */
public record StatusFile(List<Entry> processes) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public StatusFile {
    processes = List.copyOf(processes);
  }

  /**
   * One process.
   *
   * @param name its name
   * @param phase where it stands, in a word
   * @param pid its id, 0 while it does not run
   * @param since when that began, empty while it does not run
   * @param restarts how often it was started again
   */
  public record Entry(String name, String phase, long pid, Optional<Instant> since, int restarts) {}

  static StatusFile of(Collection<Supervised> processes) {
    return new StatusFile(processes.stream().map(StatusFile::entry).toList());
  }

  /** Writes it, and the addresses beside it. */
  void write(DataFolder folder, Map<String, String> addresses) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    for (Entry entry : processes) {
      ObjectNode node = root.withArrayProperty("processes").addObject();
      node.put("name", entry.name()).put("phase", entry.phase()).put("pid", entry.pid());
      node.put("since", entry.since().map(Instant::toString).orElse(""));
      node.put("restarts", entry.restarts());
    }
    AtomicFile.write(folder.status(), JSON.writeValueAsString(root) + "\n");
    AtomicFile.write(folder.addresses(), JSON.writeValueAsString(new TreeMap<>(addresses)) + "\n");
  }

  /** The last one written in this folder, if it can be read. */
  public static Optional<StatusFile> read(DataFolder folder) {
    if (!Files.exists(folder.status())) {
      return Optional.empty();
    }
    try {
      List<Entry> entries = new ArrayList<>();
      for (JsonNode node : JSON.readTree(folder.status().toFile()).path("processes")) {
        entries.add(
            new Entry(
                node.path("name").asText(),
                node.path("phase").asText(),
                node.path("pid").asLong(),
                Optional.of(node.path("since").asText())
                    .filter(text -> !text.isEmpty())
                    .map(Instant::parse),
                node.path("restarts").asInt()));
      }
      return Optional.of(new StatusFile(entries));
    } catch (IOException | java.time.format.DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** What listens where, as last written in this folder. */
  public static Map<String, String> addresses(DataFolder folder) {
    Map<String, String> addresses = new TreeMap<>();
    try {
      JSON.readTree(folder.addresses().toFile())
          .properties()
          .forEach(field -> addresses.put(field.getKey(), field.getValue().asText()));
      return addresses;
    } catch (IOException e) {
      return Map.of();
    }
  }

  private static Entry entry(Supervised process) {
    Phase phase = process.phase();
    Optional<Instant> since = Optional.empty();
    if (phase instanceof Phase.Ready ready) {
      since = Optional.of(ready.since());
    } else if (phase instanceof Phase.Starting starting) {
      since = Optional.of(starting.since());
    }
    long pid = phase.running().map(ChildProcess::pid).orElse(0L);
    return new Entry(process.name(), phase.word(), pid, since, process.restarts());
  }
}
