package io.homeostat.cli.broker;

import io.homeostat.schemas.service.ServiceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** The broker's folder on disk: formats an empty one, and tells a broken one from a good one. */
public final class BrokerStorage {
  private static final String META = "meta.properties";

  private BrokerStorage() {}

  /**
   * Formats the folder when it holds nothing yet.
   *
   * @throws ServiceException when it is broken or can't be written, with the remedy
   */
  static void prepare(BrokerSettings settings) {
    Path data = settings.data();
    Optional<String> defect = defect(data);
    if (defect.isPresent()) {
      throw new ServiceException(defect.get());
    }
    if (!Files.exists(data.resolve(META))) {
      format(settings);
    }
  }

  /**
   * Why the folder can't be used as it is, with the remedy; empty when it is good or not there yet.
   *
   * @param data the folder of the broker's logs
   */
  public static Optional<String> defect(Path data) {
    Path meta = data.resolve(META);
    if (!Files.exists(meta)) {
      return holdsSomething(data)
          ? Optional.of("Kafka's folder " + data + " has logs but no " + META + remedy(data))
          : Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(meta, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(
          "Kafka's " + meta + " can't be read (" + e.getMessage() + ")" + remedy(data));
    }
    for (String key : new String[] {"version", "cluster.id", "node.id"}) {
      if (properties.getProperty(key, "").isBlank()) {
        return Optional.of("Kafka's " + meta + " is damaged: it has no " + key + remedy(data));
      }
    }
    return Optional.empty();
  }

  private static boolean holdsSomething(Path data) {
    if (!Files.isDirectory(data)) {
      return false;
    }
    try (var files = Files.list(data)) {
      return files.findAny().isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  private static String remedy(Path data) {
    return ". Restore it from a copy, or move the whole data folder "
        + data.getParent()
        + " away to begin anew";
  }

  private static void format(BrokerSettings settings) {
    Path config = settings.data().resolveSibling("kafka-format.properties");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      Files.createDirectories(settings.data());
      try (Writer writer = Files.newBufferedWriter(config, StandardCharsets.UTF_8)) {
        settings.toKafka().store(writer, null);
      }
      PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
      String[] arguments = {
        "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", config.toString()
      };
      int code = StorageTool.execute(arguments, out);
      Files.deleteIfExists(config);
      if (code != 0) {
        throw new ServiceException(
            "Kafka's folder " + settings.data() + " could not be formatted: " + text(said));
      }
    } catch (IOException e) {
      throw new ServiceException(
          "Kafka's folder "
              + settings.data()
              + " can't be written ("
              + e
              + "): check its owner and the disk",
          e);
    }
  }

  private static String text(ByteArrayOutputStream said) {
    return said.toString(StandardCharsets.UTF_8).strip();
  }
}
