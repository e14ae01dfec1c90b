package io.homeostat.cli.broker;

import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What the local broker is told: where its data is and which ports are its own.
 *
 * @param data the folder of its logs
 * @param port the clients' port on loopback
 * @param controllerPort the quorum's port on loopback
 */
public record BrokerSettings(Path data, int port, int controllerPort) {
  /** The only node; broker and controller at once. */
  static final int NODE_ID = 1;

  public BrokerSettings {
    requirePort("kafka.port", port);
    requirePort("kafka.controller.port", controllerPort);
    if (port == controllerPort) {
      throw new ServiceException(
          "kafka.port and kafka.controller.port are both " + port + ": give each its own");
    }
  }

  /** Reads {@code data.dir}, {@code kafka.port} and {@code kafka.controller.port}. */
  public static BrokerSettings from(ServiceConfig config) {
    return new BrokerSettings(
        config.path("data.dir").toAbsolutePath().resolve("kafka"),
        config.number("kafka.port"),
        config.number("kafka.controller.port"));
  }

  /** The address that clients connect to. */
  public String bootstrap() {
    return "127.0.0.1:" + port;
  }

  /**
   * Kafka's own properties: one node, small buffers, few threads, a short way back after a crash.
   */
  Properties toKafka() {
    Properties kafka = new Properties();
    identity(kafka);
    internalTopics(kafka);
    sizes(kafka);
    times(kafka);
    return kafka;
  }

  private void identity(Properties kafka) {
    kafka.put("process.roles", "broker,controller");
    kafka.put("node.id", "" + NODE_ID);
    kafka.put(
        "listeners", "PLAINTEXT://" + bootstrap() + ",CONTROLLER://127.0.0.1:" + controllerPort);
    kafka.put("advertised.listeners", "PLAINTEXT://" + bootstrap());
    kafka.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    kafka.put("controller.listener.names", "CONTROLLER");
    kafka.put("inter.broker.listener.name", "PLAINTEXT");
    // Fixed voters rather than a formatted quorum: the port may be another one at the next start.
    kafka.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    kafka.put("log.dirs", data.toString());
    kafka.put("auto.create.topics.enable", "false");
    kafka.put("metric.reporters", "");
  }

  private static void internalTopics(Properties kafka) {
    kafka.put("default.replication.factor", "1");
    kafka.put("min.insync.replicas", "1");
    kafka.put("offsets.topic.replication.factor", "1");
    kafka.put("offsets.topic.num.partitions", "4");
    kafka.put("offsets.topic.segment.bytes", "" + (16 << 20));
    kafka.put("transaction.state.log.replication.factor", "1");
    kafka.put("transaction.state.log.min.isr", "1");
    kafka.put("transaction.state.log.num.partitions", "1");
    kafka.put("transaction.state.log.segment.bytes", "" + (16 << 20));
    kafka.put("share.coordinator.state.topic.replication.factor", "1");
    kafka.put("share.coordinator.state.topic.min.isr", "1");
    kafka.put("share.coordinator.state.topic.num.partitions", "1");
  }

  private static void sizes(Properties kafka) {
    kafka.put("num.network.threads", "2");
    kafka.put("num.io.threads", "4");
    kafka.put("background.threads", "2");
    kafka.put("num.recovery.threads.per.data.dir", "2");
    kafka.put("log.cleaner.dedupe.buffer.size", "" + (8 << 20));
    kafka.put("log.cleaner.io.buffer.size", "" + (256 << 10));
    kafka.put("log.segment.bytes", "" + (64 << 20));
    kafka.put("log.index.size.max.bytes", "" + (2 << 20));
    kafka.put("log.retention.bytes", "" + (512 << 20));
    kafka.put("metadata.log.segment.bytes", "" + (16 << 20));
    kafka.put("metadata.max.retention.bytes", "" + (64 << 20));
    kafka.put("queued.max.requests", "100");
  }

  private static void times(Properties kafka) {
    kafka.put("group.initial.rebalance.delay.ms", "0");
    kafka.put("group.min.session.timeout.ms", "1000");
    // After kill -9 the node may register again only when its old session is over.
    kafka.put("broker.session.timeout.ms", "3000");
    kafka.put("broker.heartbeat.interval.ms", "500");
    kafka.put("log.initial.task.delay.ms", "5000");
    kafka.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "2000");
  }

  private static void requirePort(String name, int port) {
    if (port < 1 || port > 65_535) {
      throw new ServiceException(name + " is " + port + ": give a port from 1 to 65535");
    }
  }
}
