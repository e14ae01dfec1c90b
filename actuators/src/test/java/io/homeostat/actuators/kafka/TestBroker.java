package io.homeostat.actuators.kafka;

import io.homeostat.core.lane.Lanes;
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
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** Kafka's own broker, one node in this process, with Homeostat's topics. */
public final class TestBroker implements AutoCloseable {
  private final Properties settings;
  private final String bootstrap;
  private KafkaRaftServer server;

  private TestBroker(Properties settings, String bootstrap) {
    this.settings = settings;
    this.bootstrap = bootstrap;
    this.server = started(settings);
  }

  /** Formats a broker's folder, starts it and creates the topics. */
  public static TestBroker start(Path folder, Lanes lanes) {
    try {
      int port = freePort();
      int controller = freePort();
      Properties settings = settings(folder.resolve("logs"), port, controller);
      format(folder, settings);
      TestBroker broker = new TestBroker(settings, "127.0.0.1:" + port);
      broker.createTopics(lanes);
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException("the test's broker can't be formatted", e);
    }
  }

  public String bootstrap() {
    return bootstrap;
  }

  /** Ends the broker; its data stays. */
  public void stop() {
    server.shutdown();
    server.awaitShutdown();
  }

  /** Starts it again after {@link #stop}. */
  public void restart() {
    server = started(settings);
  }

  /** A client for looking in; closed by the caller. */
  public Admin admin() {
    return Admin.create(
        Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
  }

  @Override
  public void close() {
    stop();
  }

  private void createTopics(Lanes lanes) {
    try (Admin admin = admin()) {
      Topics.create(admin, lanes, (short) 1);
    }
  }

  private static KafkaRaftServer started(Properties settings) {
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
    server.startup();
    return server;
  }

  private static void format(Path folder, Properties settings) throws IOException {
    Path file = folder.resolve("format.properties");
    Files.createDirectories(folder);
    try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      settings.store(writer, null);
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] arguments = {
      "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
    };
    int code = StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8));
    if (code != 0) {
      throw new IOException("formatting failed: " + said.toString(StandardCharsets.UTF_8));
    }
  }

  private static Properties settings(Path logs, int port, int controller) {
    Properties kafka = new Properties();
    kafka.put("process.roles", "broker,controller");
    kafka.put("node.id", "1");
    kafka.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
    kafka.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    kafka.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    kafka.put("controller.listener.names", "CONTROLLER");
    kafka.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    kafka.put("log.dirs", logs.toString());
    kafka.put("auto.create.topics.enable", "false");
    kafka.put("offsets.topic.replication.factor", "1");
    kafka.put("offsets.topic.num.partitions", "2");
    kafka.put("transaction.state.log.replication.factor", "1");
    kafka.put("transaction.state.log.min.isr", "1");
    kafka.put("transaction.state.log.num.partitions", "1");
    kafka.put("share.coordinator.state.topic.replication.factor", "1");
    kafka.put("share.coordinator.state.topic.min.isr", "1");
    kafka.put("group.initial.rebalance.delay.ms", "0");
    kafka.put("group.min.session.timeout.ms", "1000");
    kafka.put("broker.session.timeout.ms", "4000");
    kafka.put("broker.heartbeat.interval.ms", "500");
    kafka.put("controlled.shutdown.enable", "false");
    kafka.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
    kafka.put("log.segment.bytes", Integer.toString(16 << 20));
    kafka.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    return kafka;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
