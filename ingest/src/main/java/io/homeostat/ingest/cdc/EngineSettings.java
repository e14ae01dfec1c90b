package io.homeostat.ingest.cdc;

import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.topics.Brokers;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How Debezium is set for a target; the same keys serve a Kafka Connect cluster. */
final class EngineSettings {

  private EngineSettings() {}

  /**
   * The settings.
   *
   * @param brokers where offsets are kept
   * @param exclude regular expressions of columns, as {@code schema.table.column}, that stay in the
   *     database, with commas between them
   * @param include columns of vectors, which don't, though the expressions say so
   * @param read the tables, as {@code schema.table}, whose rows are all read before changes are
   *     streamed; none where nothing is missing
   */
  static Properties of(
      PostgresTarget target,
      Brokers brokers,
      String exclude,
      List<String> include,
      List<String> read)
      throws IOException {
    String slot = target.slot().orElseThrow(() -> missing(target, "slot"));
    String publication = target.publication().orElseThrow(() -> missing(target, "publication"));
    Properties settings = new Properties();
    settings.setProperty("name", slot);
    settings.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    settings.setProperty("topic.prefix", slot);
    settings.setProperty("plugin.name", "pgoutput");
    settings.setProperty("database.hostname", target.host());
    settings.setProperty("database.port", Integer.toString(target.port()));
    settings.setProperty("database.dbname", target.database());
    settings.setProperty("database.user", target.user());
    settings.setProperty("database.password", target.password());
    settings.setProperty("slot.name", slot);
    settings.setProperty("publication.name", publication);
    settings.setProperty("publication.autocreate.mode", "disabled");
    settings.setProperty("snapshot.mode", read.isEmpty() ? "no_data" : "always");
    if (!read.isEmpty()) {
      settings.setProperty(
          "snapshot.include.collection.list",
          read.stream().map(Pattern::quote).collect(Collectors.joining(",")));
    }
    settings.setProperty("provide.transaction.metadata", "true");
    settings.setProperty("heartbeat.interval.ms", "1000");
    settings.setProperty("status.update.interval.ms", "1000");
    settings.setProperty("poll.interval.ms", "50");
    settings.setProperty("tombstones.on.delete", "false");
    settings.setProperty("skipped.operations", "none");
    // The slot moves on, too, where only what we don't capture is written.
    settings.setProperty("lsn.flush.mode", "connector_and_driver");
    // So it may stand ahead of the offset that was stored last, by what we don't capture alone.
    settings.setProperty("offset.mismatch.strategy", "trust_slot");
    settings.setProperty("max.batch.size", "4096");
    settings.setProperty("max.queue.size", "8192");
    settings.setProperty("column.exclude.list", excluded(exclude, include));
    settings.setProperty("converters", "vectors");
    settings.setProperty("vectors.type", VectorConverter.class.getName());
    settings.setProperty("vectors." + VectorConverter.ARRAYS, String.join("\n", include));
    settings.setProperty("errors.max.retries", "0");
    settings.setProperty(
        "offset.storage", "org.apache.kafka.connect.storage.KafkaOffsetBackingStore");
    settings.setProperty("offset.storage.topic", CaptureOffsets.topic(slot));
    settings.setProperty("offset.storage.partitions", "1");
    settings.setProperty("offset.storage.replication.factor", "-1");
    settings.setProperty("offset.flush.interval.ms", "1000");
    brokers.connection().forEach((key, value) -> settings.setProperty(key, value.toString()));
    settings.setProperty("record.processing.threads", "1");
    return settings;
  }

  private static String excluded(String exclude, List<String> include) {
    if (include.isEmpty()) {
      return exclude;
    }
    String but =
        include.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?!(?:", ")$)"));
    return Arrays.stream(exclude.split("(?<!\\\\),", 0))
        .map(each -> but + "(?:" + each + ")")
        .collect(Collectors.joining(","));
  }

  private static IOException missing(PostgresTarget target, String what) {
    return new IOException(
        "target " + target.name() + " has no '" + what + "': add it to targets.file");
  }
}
