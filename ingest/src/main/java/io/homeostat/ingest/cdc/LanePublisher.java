package io.homeostat.ingest.cdc;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Fact;
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
  /** How far it has come. */
  interface Progress {
    /** A batch, or a sign of life, has gone through. */
    void works();

    /** All rows that were to be read are through, and what comes is streamed. */
    void streams();
  }

  private final RowChanges translation;
  private final List<ColumnVectors> vectors;
  private final Migrations migrations;
  private final Producer<byte[], byte[]> producer;
  private final Lanes lanes;
  private final Progress progress;
  private final Wire wire = new Wire();

  /**
   * @param vectors the columns whose vectors are told, too
   * @param migrations tells those that rows tell of
   * @param progress is told when something has gone through
   */
  LanePublisher(
      RowChanges translation,
      List<ColumnVectors> vectors,
      Migrations migrations,
      Producer<byte[], byte[]> producer,
      Lanes lanes,
      Progress progress) {
    this.translation = translation;
    this.vectors = List.copyOf(vectors);
    this.migrations = migrations;
    this.producer = producer;
    this.lanes = lanes;
    this.progress = progress;
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
        add(send(placed.get()), sent);
        Optional<Change> migration = migrations.of(placed.get().change());
        if (migration.isPresent()) {
          add(send(migration.get(), placed.get().position()), sent);
        }
        for (ColumnVectors column : vectors) {
          Optional<ColumnVectors.Placed> vector =
              column.of(event.value(), placed.get(), System.currentTimeMillis());
          if (vector.isPresent()) {
            add(send(column, vector.get()), sent);
          }
        }
      }
    }
    for (Future<RecordMetadata> one : sent) {
      await(one);
    }
    progress.works();
    if (events.stream().anyMatch(event -> RowChanges.lastRead(event.value()))) {
      progress.streams();
    }
    for (ChangeEvent<SourceRecord, SourceRecord> event : events) {
      committer.markProcessed(event);
    }
    committer.markBatchFinished();
  }

  private static void add(Future<RecordMetadata> one, List<Future<RecordMetadata>> sent)
      throws InterruptedException {
    if (one.isDone()) {
      // After one that failed none may follow: the folds would take it for a duplicate later.
      await(one);
    }
    sent.add(one);
  }

  private static void await(Future<RecordMetadata> one) throws InterruptedException {
    try {
      one.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not take a change: " + e.getCause(), e);
    }
  }

  private Future<RecordMetadata> send(RowChanges.Placed placed) {
    return send(
        Stream.CHANGES,
        placed.change().table().text(),
        translation.source(),
        placed.position(),
        placed.change());
  }

  private Future<RecordMetadata> send(Change migration, RowChanges.Position position) {
    return send(
        Stream.SIGNALS,
        migration.system(),
        translation.source() + "/migrations",
        position,
        migration);
  }

  /** A row may have several vectors, so each column is an origin of its own. */
  private Future<RecordMetadata> send(ColumnVectors column, ColumnVectors.Placed placed) {
    return send(
        Stream.EMBEDDINGS,
        placed.vector().collection().text(),
        translation.source() + "/" + column.column().text(),
        placed.position(),
        placed.vector());
  }

  private Future<RecordMetadata> send(
      Stream stream, String key, String source, RowChanges.Position position, Fact fact) {
    int lane = lanes.lane(stream, key);
    byte[] value = wire.encode(position.origin(source, lane), fact);
    return producer.send(
        new ProducerRecord<>(stream.topic(), lane, key.getBytes(StandardCharsets.UTF_8), value));
  }
}
