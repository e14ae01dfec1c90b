package io.homeostat.ingest.cdc;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Takes Debezium's batches into the lanes. A batch counts as processed only once the log has all of
 * it, so a crash repeats records and loses none; repeated ones have the same origin and are dropped
 * by the folds.
 */
final class LanePublisher implements ChangeConsumer<ChangeEvent<SourceRecord, SourceRecord>> {
  private final RowChanges translation;
  private final Producer<byte[], byte[]> producer;
  private final Lanes lanes;
  private final Runnable works;
  private final Wire wire = new Wire();

  /**
   * @param works called when a batch, or a sign of life, has gone through
   */
  LanePublisher(
      RowChanges translation, Producer<byte[], byte[]> producer, Lanes lanes, Runnable works) {
    this.translation = translation;
    this.producer = producer;
    this.lanes = lanes;
    this.works = works;
  }

  @Override
  public void handleBatch(
      List<ChangeEvent<SourceRecord, SourceRecord>> events,
      RecordCommitter<ChangeEvent<SourceRecord, SourceRecord>> committer)
      throws InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
    for (ChangeEvent<SourceRecord, SourceRecord> event : events) {
      Optional<RowChanges.Placed> placed = translation.translate(event.value());
      if (placed.isPresent()) {
        Future<RecordMetadata> one = send(placed.get());
        if (one.isDone()) {
          // After one that failed none may follow: the folds would take it for a duplicate later.
          await(one);
        }
        sent.add(one);
      }
    }
    for (Future<RecordMetadata> one : sent) {
      await(one);
    }
    works.run();
    for (ChangeEvent<SourceRecord, SourceRecord> event : events) {
      committer.markProcessed(event);
    }
    committer.markBatchFinished();
  }

  private static void await(Future<RecordMetadata> one) throws InterruptedException {
    try {
      one.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not take a change: " + e.getCause(), e);
    }
  }

  private Future<RecordMetadata> send(RowChanges.Placed placed) {
    String key = placed.change().table().text();
    int lane = lanes.lane(Stream.CHANGES, key);
    byte[] value =
        wire.encode(placed.position().origin(translation.target(), lane), placed.change());
    return producer.send(
        new ProducerRecord<>(
            Stream.CHANGES.topic(), lane, key.getBytes(StandardCharsets.UTF_8), value));
  }
}
