package io.homeostat.ingest.cdc;

import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.spi.OffsetCommitPolicy;
import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.topics.Brokers;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * An engine that dies as by kill -9 after some batches of changes: what the last batch published is
 * in the log, but Debezium does not know it.
 */
final class CrashingEngine {

  private CrashingEngine() {}

  /**
   * Runs until it dies.
   *
   * @param batches so many batches of changes are confirmed before the fatal one
   */
  static void runUntilCrash(PostgresTarget target, TestBroker broker, int batches)
      throws IOException {
    Properties settings =
        EngineSettings.of(target, Brokers.at(broker.bootstrap()), "none", List.of(), List.of());
    settings.setProperty("max.batch.size", "64");
    settings.setProperty("max.queue.size", "128");
    try (KafkaProducer<byte[], byte[]> producer = broker.inbox().producer("cdc-test", Map.of())) {
      LanePublisher publisher =
          new LanePublisher(
              new RowChanges(target.name(), Protection.NONE, "test", 0),
              List.of(),
              new Migrations(EntityId.parse("pg-database:test/db/postgres"), entity -> "rag"),
              producer,
              broker.inbox().lanes(),
              new Silent());
      DebeziumEngine.create(Connect.class)
          .using(settings)
          .using(OffsetCommitPolicy.always())
          .using((success, message, error) -> {})
          .notifying(new Crashing(publisher, new AtomicInteger(batches)))
          .build()
          .run();
    }
  }

  private record Crashing(LanePublisher publisher, AtomicInteger left)
      implements ChangeConsumer<ChangeEvent<SourceRecord, SourceRecord>> {

    @Override
    public void handleBatch(
        List<ChangeEvent<SourceRecord, SourceRecord>> events,
        RecordCommitter<ChangeEvent<SourceRecord, SourceRecord>> committer)
        throws InterruptedException {
      boolean changes = events.stream().anyMatch(event -> event.value().topic().endsWith(".items"));
      if (changes && left.getAndDecrement() == 0) {
        publisher.handleBatch(events, new Deaf());
        throw new IllegalStateException("killed");
      }
      publisher.handleBatch(events, committer);
    }
  }

  /** Tells nobody how far it has come. */
  private record Silent() implements LanePublisher.Progress {
    @Override
    public void works() {}

    @Override
    public void streams() {}
  }

  /** Hears of no record that was processed. */
  private record Deaf() implements RecordCommitter<ChangeEvent<SourceRecord, SourceRecord>> {
    @Override
    public void markProcessed(ChangeEvent<SourceRecord, SourceRecord> event) {}

    @Override
    public void markBatchFinished() {}

    @Override
    public void markProcessed(
        ChangeEvent<SourceRecord, SourceRecord> event, DebeziumEngine.Offsets offsets) {}

    @Override
    public DebeziumEngine.Offsets buildOffsets() {
      throw new UnsupportedOperationException("no offsets are built here");
    }
  }
}
