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
 * by it, or PostgreSQL has given it up, or the database was restored to an earlier time. That is
 * kept in Kafka before anything is done about it, and told; the tables are read anew, and only when
 * all of them are through is the gap forgotten. What happened meanwhile is lost: rows that were
 * changed twice are seen once, those that were deleted not at all.
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
    Optional<Gap> newest = before.gap();
    if (before.captured() && newest.filter(Gap::open).isEmpty()) {
      Optional<Gap> found =
          trouble(before, state)
              .map(why -> new Gap(before.lastMillis(), System.currentTimeMillis(), why, true));
      if (found.isPresent()) {
        CaptureOffsets.keep(offsets, slot, found.get());
        newest = found;
      }
    }
    set(newest);
    if (state == ReplicationSlot.LOST) {
      ReplicationSlot.drop(target);
    }
    Optional<Gap> open = newest.filter(Gap::open);
    if (open.isEmpty()) {
      return List.of();
    }
    List<String> tables = new ArrayList<>(PublishedColumns.read(target).tables().keySet());
    Set<String> forbidden = PublishedColumns.forbidden(target);
    tables.removeAll(forbidden);
    String text = text(open.get(), forbidden);
    log.error("{}", text);
    note(text);
    return tables.stream().sorted().toList();
  }

  private Optional<String> trouble(CaptureOffsets before, ReplicationSlot state)
      throws IOException {
    String slot = "slot " + target.slot().orElse("");
    return switch (state) {
      case ABSENT -> Optional.of(slot + " is gone");
      case LOST -> Optional.of(slot + " was given up by PostgreSQL (too much WAL)");
      case READY ->
          ReplicationSlot.end(target) < before.lastPosition()
              ? Optional.of(
                  "the database's log ends before what was captured of it: it was restored, or is"
                      + " another one")
              : Optional.empty();
    };
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

  /**
   * What tells the changes since the newest gap from those before it: positions in the database's
   * log may begin anew with a gap. 0 before the first.
   */
  long era() {
    return gap().map(Gap::foundMillis).orElse(0L);
  }

  private boolean open() {
    return gap().filter(Gap::open).isPresent();
  }

  /** All tables are through, and what comes is streamed. */
  void streams() throws IOException {
    Optional<Gap> open = gap().filter(Gap::open);
    if (open.isPresent()) {
      CaptureOffsets.keep(offsets, target.slot().orElse(""), open.get().closed());
      set(Optional.of(open.get().closed()));
      String text =
          "the tables of " + target.name() + " were read anew; changes are captured again";
      log.info("{}", text);
      note(text);
    }
  }

  /** Tells whether changes are missing now. */
  void tell() {
    Samples samples = samples();
    samples.flag(entity(), "cdc.gap", open());
    publish(samples);
  }

  private void note(String text) {
    Samples samples = samples();
    samples.note(entity(), text, Map.of());
    samples.flag(entity(), "cdc.gap", open());
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

  /** The target's database. */
  EntityId entity() {
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
