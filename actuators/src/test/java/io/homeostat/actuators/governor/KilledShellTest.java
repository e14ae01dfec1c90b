package io.homeostat.actuators.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.kafka.Await;
import io.homeostat.actuators.kafka.ChildJvm;
import io.homeostat.actuators.kafka.KafkaLog;
import io.homeostat.actuators.kafka.TestBroker;
import io.homeostat.core.lane.LaneDriver;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.StateForm;
import io.homeostat.core.lane.Stream;
import io.homeostat.schemas.topics.KafkaSettings;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledShellTest {
  private static final int TICK_MILLIS = 10;
  private static final int TICKS = 1_000;
  private static final List<Stream> OUTPUTS =
      List.of(
          Stream.COMMANDS, Stream.OUTCOMES, Stream.DECISIONS, Stream.DEAD_LETTERS, Stream.STATES);

  private final Path folder;
  private final Wire wire = new Wire();

  KilledShellTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void killedAndStartedAgainItPutsOutWhatThePlainRunnerDoesEachOnceAndKeepsTheSameState()
      throws Exception {
    try (TestBroker broker = TestBroker.start(folder.resolve("kafka"), ShellProcess.LANES)) {
      CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(broker));
      for (int part = 1; part <= 3; part++) {
        try (ChildJvm shell = start(broker)) {
          awaitProgress(broker, part * 300L);
          shell.kill();
        }
      }
      try (ChildJvm shell = start(broker)) {
        written.join();
        for (int lane = 0; lane < ShellProcess.LANES.signals(); lane++) {
          TopicPartition partition = new TopicPartition(Stream.SIGNALS.topic(), lane);
          Await.until(
              "all of " + partition + " is taken in",
              Duration.ofMinutes(2),
              () ->
                  KafkaLog.committed(broker, ShellProcess.APPLICATION, partition)
                      >= KafkaLog.end(broker, partition));
        }
        shell.kill();
      }
      compare(broker);
    }
  }

  private ChildJvm start(TestBroker broker) throws InterruptedException {
    ChildJvm shell =
        ChildJvm.start(
            ShellProcess.class, broker.bootstrap(), folder.resolve("streams").toString());
    shell.awaitLine(ShellProcess.READY, 150);
    return shell;
  }

  private static void awaitProgress(TestBroker broker, long offset) {
    TopicPartition partition = new TopicPartition(Stream.SIGNALS.topic(), 0);
    Await.until(
        "progress beyond " + offset,
        Duration.ofMinutes(2),
        () -> KafkaLog.committed(broker, ShellProcess.APPLICATION, partition) > offset);
  }

  private void write(TestBroker broker) {
    long from = System.currentTimeMillis();
    List<List<SampleLane.Step>> lanes = new ArrayList<>();
    for (int lane = 0; lane < ShellProcess.LANES.signals(); lane++) {
      lanes.add(SampleLane.steps(lane, from, TICKS, TICK_MILLIS));
    }
    try (var producer =
        new KafkaProducer<byte[], byte[]>(
            KafkaSettings.producer(broker.bootstrap(), "test-writer"))) {
      List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
      List<Long> times = new ArrayList<>();
      for (int lane = 0; lane < lanes.size(); lane++) {
        for (SampleLane.Step step : lanes.get(lane)) {
          times.add(step.timeMillis());
          records.add(
              new ProducerRecord<>(
                  Stream.SIGNALS.topic(), lane, null, wire.encode(step.origin(), step.fact())));
        }
      }
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < records.size(); i++) {
        order.add(i);
      }
      order.sort(Comparator.comparing(times::get));
      for (int i : order) {
        LockSupport.parkUntil(times.get(i));
        var unused = producer.send(records.get(i));
      }
    }
  }

  private void compare(TestBroker broker) throws Exception {
    List<PutOut> expected = new ArrayList<>();
    for (int lane = 0; lane < ShellProcess.LANES.signals(); lane++) {
      PlainRunner plain = new PlainRunner(new SampleFold(Stream.SIGNALS), ShellProcess.LANES, lane);
      plain.run(recorded(broker, lane)).forEach(output -> expected.add(PutOut.of(output)));
      assertThat(state(broker, lane, plain.offset())).isEqualTo(plain.export());
    }
    List<PutOut> actual = new ArrayList<>();
    for (Stream stream : OUTPUTS) {
      for (ConsumerRecord<byte[], byte[]> record : KafkaLog.read(broker, stream)) {
        actual.add(PutOut.of(record, wire));
      }
    }
    assertThat(PutOut.sorted(actual)).isEqualTo(PutOut.sorted(expected));
    assertThat(actual).extracting(PutOut::lane).contains(0, 1);
    assertThat(actual).hasSizeGreaterThan(2 * TICKS);
  }

  /** The lane as the broker took it: its own offsets and times. */
  private List<LaneRecord> recorded(TestBroker broker, int lane) throws WireException {
    List<LaneRecord> records = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : KafkaLog.read(broker, Stream.SIGNALS)) {
      if (record.partition() == lane) {
        Message message = wire.decode(record.value());
        records.add(
            new LaneRecord(record.offset(), record.timestamp(), message.origin(), message.fact()));
      }
    }
    return records;
  }

  /** The state as a restart would restore it from the changelog. */
  private byte[] state(TestBroker broker, int lane, long offset) {
    SampleFold fold = new SampleFold(Stream.SIGNALS);
    try (TopologyTestDriver streams =
        new TopologyTestDriver(
            StreamsShell.build(() -> fold, ShellProcess.LANES),
            new StreamsSettings("nowhere:1", "restore", "0", folder.resolve("restore"))
                .toKafka())) {
      KeyValueStore<Bytes, byte[]> store = streams.getKeyValueStore(StreamsShell.STORE);
      KafkaLog.read(broker, ShellProcess.APPLICATION + "-state-changelog").stream()
          .filter(record -> record.partition() == lane)
          .forEach(record -> store.put(Bytes.wrap(record.key()), record.value()));
      return StateForm.write(
          fold,
          new LaneDriver(fold, ShellProcess.LANES).tables(),
          lane,
          offset,
          new StoreCells(store));
    }
  }
}
