package io.homeostat.ingest.context;

import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Control;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One uninterrupted run of the broadcaster: reads the whole of {@code context} and {@code
 * controls}, copies what stands after the place it last confirmed, and follows. A place is
 * confirmed, together with the time of the last full copy, once all lanes have everything before
 * it. Any error ends the run; the next begins at what was confirmed.
 */
final class Broadcast implements ConsumerRebalanceListener {
  private static final Logger log = LoggerFactory.getLogger(Broadcast.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration FULL_COPY_EVERY = Duration.ofHours(1);

  private final Consumer<byte[], byte[]> consumer;
  private final LaneCopier copier;
  private final InstantSource time;
  private final Wire wire = new Wire();
  private final Map<TopicPartition, Course> courses = new HashMap<>();

  private record Placed(long offset, Control control) {}

  /** How far a followed topic has come. */
  private static final class Course {
    private final ContextAssembler documents = new ContextAssembler();
    private Optional<Placed> lastControl = Optional.empty();
    private final long copyFrom;
    private final long end;
    private long fullCopyMillis;
    private long confirmed;

    Course(long copyFrom, long end, long fullCopyMillis) {
      this.copyFrom = copyFrom;
      this.end = end;
      this.fullCopyMillis = fullCopyMillis;
      this.confirmed = copyFrom;
    }
  }

  Broadcast(Consumer<byte[], byte[]> consumer, LaneCopier copier, InstantSource time) {
    this.consumer = consumer;
    this.copier = copier;
    this.time = time;
  }

  /** Runs until told to end. */
  void run(BooleanSupplier goOn) {
    consumer.subscribe(List.of(Stream.CONTEXT.topic(), Stream.CONTROLS.topic()), this);
    while (goOn.getAsBoolean()) {
      consumer.poll(POLL).forEach(this::take);
      List.copyOf(courses.keySet()).forEach(this::settle);
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      long end = ends.getOrDefault(partition, 0L);
      long now = time.instant().toEpochMilli();
      // A place after the end is that of a topic that is no more.
      Optional<OffsetAndMetadata> last =
          Optional.ofNullable(committed.get(partition)).filter(place -> place.offset() <= end);
      courses.put(
          partition,
          new Course(
              last.map(OffsetAndMetadata::offset).orElse(0L),
              end,
              last.map(place -> fullCopyMillis(place.metadata())).orElse(now)));
    }
    consumer.seekToBeginning(partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    courses.keySet().removeAll(partitions);
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    Course course = courses.get(new TopicPartition(record.topic(), record.partition()));
    if (course == null || record.value() == null) {
      return;
    }
    try {
      Message message = wire.decode(record.value());
      if (message.fact() instanceof ContextChunk chunk) {
        course
            .documents
            .take(record.offset(), chunk)
            .filter(entry -> entry.lastOffset() >= course.copyFrom)
            .ifPresent(copier::copy);
      } else if (message.fact() instanceof Control control) {
        course.lastControl = Optional.of(new Placed(record.offset(), control));
        if (record.offset() >= course.copyFrom) {
          copier.copy(record.offset(), control);
        }
      }
    } catch (WireException e) {
      log.error("{}@{} can't be read, and is left out", record.topic(), record.offset(), e);
    }
  }

  /** Makes a full copy if one is due, and confirms how far everything was copied. */
  private void settle(TopicPartition partition) {
    Course course = courses.get(partition);
    if (course == null) {
      return;
    }
    long position = consumer.position(partition);
    if (position < course.end) {
      return;
    }
    long now = time.instant().toEpochMilli();
    boolean due = now - course.fullCopyMillis >= FULL_COPY_EVERY.toMillis();
    if (due) {
      copyAll(course);
      course.fullCopyMillis = now;
    }
    if (due || position > course.confirmed) {
      consumer.commitSync(
          Map.of(partition, new OffsetAndMetadata(position, Long.toString(course.fullCopyMillis))));
      course.confirmed = position;
    }
  }

  private void copyAll(Course course) {
    List<ContextEntry> entries = new ArrayList<>(course.documents.all());
    entries.forEach(copier::copy);
    course.lastControl.ifPresent(last -> copier.copy(last.offset(), last.control()));
    log.info("full copy of {} documents into all lanes", entries.size());
  }

  private static long fullCopyMillis(String metadata) {
    try {
      return Long.parseLong(metadata);
    } catch (NumberFormatException e) {
      log.info("no word of the last full copy ('{}'): one is made now", metadata);
      return 0;
    }
  }
}
