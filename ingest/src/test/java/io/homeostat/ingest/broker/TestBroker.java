package io.homeostat.ingest.broker;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.ingest.door.Inbox;
import io.homeostat.schemas.topics.KafkaSettings;
import io.homeostat.schemas.topics.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Time;

/**
 * One node of the real Kafka on free ports of loopback, with Homeostat's topics. All test classes
 * of a run use the same one, one after the other.
 */
public final class TestBroker {
  private static Optional<TestBroker> shared = Optional.empty();

  private final int port;
  private final Properties settings;
  private KafkaRaftServer server;

  private TestBroker(int port, Properties settings) {
    this.port = port;
    this.settings = settings;
    this.server = begin(settings);
  }

  /** The broker, as the test before has left it; started if this is the first. */
  public static synchronized TestBroker shared() {
    TestBroker broker = shared.orElseGet(() -> start(Optional.empty()));
    shared = Optional.of(broker);
    return broker;
  }

  /** A broker of its own that clients reach by a relay alone. */
  public static TestBroker behind(Relay relay) {
    return start(Optional.of(relay));
  }

  private static TestBroker start(Optional<Relay> relay) {
    try (ServerSocket client = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket controller = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = client.getLocalPort();
      Path folder = Files.createTempDirectory(Path.of("target"), "kafka-");
      Properties settings = settings(folder, port, controller.getLocalPort());
      client.close();
      controller.close();
      relay.ifPresent(
          way -> {
            settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + way.port());
            way.leadTo(port);
          });
      format(folder, settings);
      TestBroker broker = new TestBroker(relay.map(Relay::port).orElse(port), settings);
      Runtime.getRuntime().addShutdownHook(new Thread(broker::stop));
      broker.createTopics();
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void createTopics() {
    Instant latest = Instant.now().plusSeconds(60);
    while (!created()) {
      if (Instant.now().isAfter(latest)) {
        throw new AssertionError("the topics can't be made");
      }
    }
    // What the controller has made, the broker's clients see a moment later.
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(KafkaSettings.consumer(bootstrap(), "test-broker"))) {
      Instant deadline = Instant.now().plusSeconds(60);
      for (Stream stream : Stream.values()) {
        while (consumer.partitionsFor(stream.topic()).isEmpty()) {
          if (Instant.now().isAfter(deadline)) {
            throw new AssertionError(stream + " does not come");
          }
        }
      }
    }
  }

  /** Makes the topics; false where the broker does not see yet what its controller has made. */
  private boolean created() {
    try (Admin admin = admin()) {
      Topics.create(admin, Lanes.LOCAL, (short) 1);
      return true;
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof ExecutionException cause
          && cause.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  /** Empties all topics, and forgets who has read how far; nobody may be reading. */
  public void empty() {
    try (Admin admin = admin()) {
      Set<String> topics = new HashSet<>(admin.listTopics().names().get());
      topics.retainAll(Arrays.stream(Stream.values()).map(Stream::topic).toList());
      admin.deleteTopics(topics).all().get();
      // What the controller has taken away, the broker's clients still see for a moment.
      Instant deadline = Instant.now().plusSeconds(60);
      while (!Collections.disjoint(admin.listTopics().names().get(), topics)) {
        if (Instant.now().isAfter(deadline)) {
          throw new AssertionError(topics + " do not go");
        }
      }
      List<String> groups =
          admin.listGroups().all().get().stream().map(GroupListing::groupId).toList();
      admin.deleteConsumerGroups(groups).all().get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    createTopics();
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrap()));
  }

  public String bootstrap() {
    return "127.0.0.1:" + port;
  }

  public Inbox inbox() {
    return new Inbox(bootstrap(), Lanes.LOCAL);
  }

  /** Takes it off the network until {@link #again}. */
  public void stop() {
    server.shutdown();
    server.awaitShutdown();
  }

  /** Starts it again with the data that it had. */
  public void again() {
    server = begin(settings);
  }

  static KafkaRaftServer begin(Properties settings) {
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
    server.startup();
    return server;
  }

  static void format(Path folder, Properties settings) throws IOException {
    Path config = folder.resolve("server.properties");
    try (Writer writer = Files.newBufferedWriter(config, StandardCharsets.UTF_8)) {
      settings.store(writer, null);
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] arguments = {
      "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", config.toString()
    };
    if (StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8)) != 0) {
      throw new IllegalStateException(said.toString(StandardCharsets.UTF_8));
    }
  }

  static Properties settings(Path folder, int port, int controllerPort) {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    settings.put("log.dirs", folder.resolve("logs").toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("default.replication.factor", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("group.min.session.timeout.ms", "1000");
    settings.put("broker.session.timeout.ms", "4000");
    settings.put("broker.heartbeat.interval.ms", "500");
    settings.put("controlled.shutdown.enable", "false");
    settings.put("log.cleaner.dedupe.buffer.size", "" + (8 << 20));
    settings.put("log.index.size.max.bytes", "" + (1 << 20));
    settings.put("log.segment.bytes", "" + (16 << 20));
    return settings;
  }
}
