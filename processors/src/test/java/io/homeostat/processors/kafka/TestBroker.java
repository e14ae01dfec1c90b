package io.homeostat.processors.kafka;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.processors.recorded.Emitted;
import io.homeostat.processors.shell.LaneBytes;
import io.homeostat.processors.shell.OutputBytes;
import io.homeostat.schemas.topics.KafkaSettings;
import io.homeostat.schemas.topics.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** Kafka's own broker, of one node, in this process. */
public final class TestBroker implements AutoCloseable {
  private final KafkaRaftServer server;
  private final String bootstrap;

  private TestBroker(KafkaRaftServer server, String bootstrap) {
    this.server = server;
    this.bootstrap = bootstrap;
  }

  /** Starts a broker on free ports, with Homeostat's topics. */
  public static TestBroker start(Path folder, Lanes lanes) throws Exception {
    TestBroker broker = startEmpty(folder);
    try (Admin admin = broker.admin()) {
      Topics.create(admin, lanes, (short) 1);
    }
    return broker;
  }

  /** Starts a broker in whose inboxes records keep the times that they are written with. */
  public static TestBroker startForRecordings(Path folder, Lanes lanes) throws Exception {
    TestBroker broker = startEmpty(folder);
    try (Admin admin = broker.admin()) {
      admin
          .createTopics(
              Arrays.stream(Stream.values())
                  .map(
                      stream ->
                          new NewTopic(stream.topic(), lanes.of(stream), (short) 1)
                              .configs(
                                  stream.kind() == Stream.Kind.INBOX
                                      ? Map.of("retention.ms", "-1")
                                      : Topics.settings(stream)))
                  .toList())
          .all()
          .get();
    }
    return broker;
  }

  private static TestBroker startEmpty(Path folder) throws Exception {
    int port = freePort();
    Properties settings = settings(folder.resolve("kafka"), port, freePort());
    Path file = folder.resolve("kafka.properties");
    Files.createDirectories(folder);
    try (Writer writer = Files.newBufferedWriter(file)) {
      settings.store(writer, null);
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] format = {
      "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
    };
    if (StorageTool.execute(format, new PrintStream(said, true, StandardCharsets.UTF_8)) != 0) {
      throw new IOException("the broker's folder can't be formatted: " + said);
    }
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
    server.startup();
    return new TestBroker(server, "127.0.0.1:" + port);
  }

  public String bootstrap() {
    return bootstrap;
  }

  /** Writes recorded lanes down as they are, each record with the time at which its log took it. */
  public void play(Stream stream, List<List<LaneBytes>> lanes) throws Exception {
    Map<String, Object> settings = new HashMap<>(KafkaSettings.producer(bootstrap, "playback"));
    settings.put("delivery.timeout.ms", Integer.MAX_VALUE);
    List<Future<RecordMetadata>> written = new ArrayList<>();
    try (var producer = new KafkaProducer<byte[], byte[]>(settings)) {
      for (List<LaneBytes> lane : lanes) {
        for (LaneBytes record : lane) {
          written.add(
              producer.send(
                  new ProducerRecord<>(
                      stream.topic(),
                      record.lane(),
                      record.appendedMillis(),
                      null,
                      record.bytes())));
        }
      }
      for (Future<RecordMetadata> each : written) {
        each.get();
      }
    }
  }

  /** Everything that stands in the topics of outputs now, each lane in order. */
  public Collection<Emitted> outputs(Collection<Stream> streams) {
    List<Emitted> outputs = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<byte[], byte[]>(KafkaSettings.consumer(bootstrap, "reader"))) {
      for (Stream stream : streams) {
        List<TopicPartition> lanes =
            consumer.partitionsFor(stream.topic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(lanes);
        consumer.seekToBeginning(lanes);
        Map<TopicPartition, Long> ends = consumer.endOffsets(lanes);
        while (lanes.stream()
            .anyMatch(lane -> consumer.position(lane) < ends.getOrDefault(lane, 0L))) {
          consumer
              .poll(Duration.ofMillis(200))
              .forEach(
                  record ->
                      outputs.add(
                          Emitted.of(
                              new OutputBytes(
                                  stream,
                                  record.partition(),
                                  record.key() == null ? new byte[0] : record.key(),
                                  record.value()))));
        }
      }
    }
    return outputs;
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", (Object) bootstrap));
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static Properties settings(Path logs, int port, int controllerPort) {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    settings.put("log.dirs", logs.toString());
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("controlled.shutdown.enable", "false");
    settings.put("log.cleaner.dedupe.buffer.size", "" + (4 << 20));
    return settings;
  }
}
