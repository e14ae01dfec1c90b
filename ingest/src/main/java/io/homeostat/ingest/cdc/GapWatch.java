package io.homeostat.ingest.cdc;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.door.Inbox;
import io.homeostat.ingest.probe.Samples;
import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.topics.DoorPublisher;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether changes of a target are missing: its slot is gone though changes were captured
 * by it, or PostgreSQL has given it up. That is kept in Kafka before anything is done about it, and
 * told; the tables are read anew, and only when all of them are through is the gap forgotten. What
 * happened meanwhile is lost: rows that were changed twice are seen once, those that were deleted
 * not at all.
 */
final class GapWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GapWatch.class);

  private final PostgresTarget target;
  private final Inbox inbox;
  private final Producer<byte[], byte[]> offsets;
  private final DoorPublisher publisher;
  private Optional<Gap> gap = Optional.empty();

  /**
   * A watch.
   *
   * @param offsets writes to the topic of offsets
   */
  GapWatch(PostgresTarget target, Inbox inbox, Producer<byte[], byte[]> offsets) {
    this.target = target;
    this.inbox = inbox;
    this.offsets = offsets;
    this.publisher = inbox.publisher("cdc", Map.of());
  }

  /**
   * Looks before a start.
   *
   * @return the tables to be read before changes are streamed; none where nothing is missing
   * @throws IOException when the database or Kafka does not answer
   */
  List<String> tablesToRead() throws IOException {
    String slot = target.slot().orElse("");
    CaptureOffsets before = CaptureOffsets.read(inbox.brokers(), slot);
    ReplicationSlot state = ReplicationSlot.of(target);
    Optional<Gap> found = before.gap();
    boolean lost = state == ReplicationSlot.LOST;
    if (found.isEmpty() && before.captured() && state != ReplicationSlot.READY) {
      String why =
          "slot " + slot + (lost ? " was given up by PostgreSQL (too much WAL)" : " is gone");
      found = Optional.of(new Gap(before.lastMillis(), System.currentTimeMillis(), why));
      CaptureOffsets.keep(offsets, slot, found);
    }
    set(found);
    if (lost) {
      ReplicationSlot.drop(target);
    }
    if (found.isEmpty()) {
      return List.of();
    }
    List<String> tables = new ArrayList<>(PublishedColumns.read(target).tables().keySet());
    Set<String> forbidden = PublishedColumns.forbidden(target);
    tables.removeAll(forbidden);
    String text = text(found.get(), forbidden);
    log.error("{}", text);
    note(text);
    return tables.stream().sorted().toList();
  }

  private String text(Gap found, Set<String> forbidden) {
    String since =
        found.fromMillis() == 0
            ? "an unknown time"
            : Instant.ofEpochMilli(found.fromMillis()).truncatedTo(ChronoUnit.SECONDS).toString();
    return "changes of "
        + target.name()
        + " are missing since "
        + since
        + ": "
        + found.why()
        + "; its tables are read anew"
        + (forbidden.isEmpty()
            ? ""
            : ", but for "
                + String.join(", ", forbidden)
                + ", which "
                + target.user()
                + " may not read: grant it SELECT");
  }

  /** All tables are through, and what comes is streamed. */
  void streams() throws IOException {
    if (gap().isPresent()) {
      CaptureOffsets.keep(offsets, target.slot().orElse(""), Optional.empty());
      set(Optional.empty());
      String text =
          "the tables of " + target.name() + " were read anew; changes are captured again";
      log.info("{}", text);
      note(text);
    }
  }

  /** Tells whether changes are missing now. */
  void tell() {
    Samples samples = samples();
    samples.flag(entity(), "cdc.gap", gap().isPresent());
    publish(samples);
  }

  private void note(String text) {
    Samples samples = samples();
    samples.note(entity(), text, Map.of());
    samples.flag(entity(), "cdc.gap", gap().isPresent());
    publish(samples);
  }

  private static Samples samples() {
    return new Samples(new Samples.Counters(), System.currentTimeMillis());
  }

  /** What does not reach Kafka is told again with the next telling. */
  private void publish(Samples samples) {
    for (MetricFrame frame : samples.frames()) {
      var unused = publisher.publish(Stream.METRICS, frame.entity().text(), frame);
    }
    for (LogEntry entry : samples.notes()) {
      var unused = publisher.publish(Stream.LOGS, entry.entity().text(), entry);
    }
  }

  private EntityId entity() {
    List<String> path = new ArrayList<>(List.of(target.name().split("/")));
    path.add(target.database());
    return new EntityId("pg-database", path);
  }

  private synchronized Optional<Gap> gap() {
    return gap;
  }

  private synchronized void set(Optional<Gap> now) {
    gap = now;
  }

  @Override
  public void close() {
    publisher.close();
  }
}
