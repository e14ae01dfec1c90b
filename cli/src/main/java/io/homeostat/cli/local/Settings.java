package io.homeostat.cli.local;

import io.homeostat.cli.CommandException;
import io.homeostat.schemas.service.ServiceConfig;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What all processes are told, in one file of the data folder, from which other verbs also learn
 * where to find them.
 *
 * @param folder the data folder
 * @param ports who listens where
 * @param world what is watched and by which rules
 * @param mode how far it may go
 * @param further settings beyond the usual ones, by key; the usual ones win
 */
public record Settings(
    DataFolder folder, Ports ports, World world, Mode mode, Map<String, String> further) {

  public Settings {
    further = Map.copyOf(further);
  }

  /** How far Homeostat may go, whatever its rules say. */
  public enum Mode {
    /** As far as the rules allow. */
    BY_RULES,
    /** It looks, and does nothing. */
    OBSERVE
  }

  /**
   * What is watched and by which rules.
   *
   * @param targets the YAML file that lists the databases
   * @param rules the folder of rule files
   * @param topology the YAML file of systems and their parts
   */
  public record World(Path targets, Path rules, Path topology) {
    public World {
      targets = targets.toAbsolutePath().normalize();
      rules = rules.toAbsolutePath().normalize();
      topology = topology.toAbsolutePath().normalize();
    }
  }

  /** The settings by key, in the contract's names. */
  public Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    values.put("receivers.file", world.targets().resolveSibling("receivers.yaml").toString());
    values.put("pager.console.url", "http://127.0.0.1:" + ports.number(Port.CONSOLE));
    values.putAll(further);
    for (Port port : Port.values()) {
      values.put(port.setting(), "" + ports.number(port));
    }
    values.put("data.dir", folder.root().toString());
    values.put("kafka.bootstrap", "127.0.0.1:" + ports.number(Port.KAFKA));
    values.put("otlp.endpoint", "http://127.0.0.1:" + ports.number(Port.GATEWAY));
    values.put("lanes.telemetry", "4");
    values.put("lanes.signals", "2");
    values.put("targets.file", world.targets().toString());
    values.put("rules.dir", world.rules().toString());
    values.put("topology.file", world.topology().toString());
    values.put("mode.observe", "" + (mode == Mode.OBSERVE));
    return values;
  }

  /**
   * Writes them to the data folder.
   *
   * @throws CommandException when that fails
   */
  public void write() {
    try {
      AtomicFile.write(folder.settings(), text());
    } catch (IOException e) {
      throw new CommandException(
          "the settings "
              + folder.settings()
              + " can't be written ("
              + e
              + "): check the folder's owner and the disk",
          e);
    }
  }

  /** The settings of the last start in this folder, if there was one. */
  public static Optional<ServiceConfig> last(DataFolder folder) {
    return Files.exists(folder.settings())
        ? Optional.of(ServiceConfig.read(folder.settings()))
        : Optional.empty();
  }

  /** The ports of the last start in this folder, if there was one. */
  public static Optional<Ports> lastPorts(DataFolder folder) {
    return last(folder)
        .filter(
            config ->
                Arrays.stream(Port.values())
                    .allMatch(port -> config.find(port.setting()).isPresent()))
        .map(
            config -> {
              Map<Port, Integer> numbers = new EnumMap<>(Port.class);
              for (Port port : Port.values()) {
                numbers.put(port, config.number(port.setting()));
              }
              return new Ports(numbers);
            });
  }

  /** The values as a properties file holds them, in order and without the date of writing. */
  private String text() {
    Properties properties = new Properties();
    properties.putAll(values());
    StringWriter out = new StringWriter();
    try {
      properties.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException("a string can always be written", e);
    }
    return out.toString()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .sorted()
        .collect(Collectors.joining("\n", "# Written by `homeostat up` at each start.\n", "\n"));
  }
}
