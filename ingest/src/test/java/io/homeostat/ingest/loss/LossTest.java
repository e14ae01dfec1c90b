package io.homeostat.ingest.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.broker.BrokerMain;
import io.homeostat.ingest.sender.DebianServer;
import io.homeostat.schemas.service.ServiceMain;
import io.homeostat.schemas.topics.KafkaSettings;
import io.homeostat.schemas.topics.Topics;
import io.homeostat.schemas.wire.Wire;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills the gateway and the broker under load. Its long form: {@code mvn test -pl ingest
 * -Dtest=LossTest -Dloss.kills=100 -Dloss.samples=100000}.
 */
@Timeout(7200)
class LossTest {
  private static final int KILLS = Integer.getInteger("loss.kills", 2);

  /** How many samples are acknowledged between two kills. */
  private static final long SAMPLES = Long.getLong("loss.samples", 4_000);

  /** The samples of a request. */
  private static final int REQUEST = 200;

  private static final int SENDERS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong acknowledged = new AtomicLong();

  @Test
  void whatIsAcknowledgedIsStoredThoughGatewayAndBrokerAreKilled() throws Exception {
    Path folder = Files.createTempDirectory(Path.of("target"), "loss-").toAbsolutePath();
    int port = DebianServer.freePort();
    int gatewayPort = DebianServer.freePort();
    String bootstrap = "127.0.0.1:" + port;
    Path config =
        Files.writeString(
            folder.resolve("gateway.properties"),
            "gateway.port=" + gatewayPort + "\nkafka.bootstrap=" + bootstrap + "\n");
    List<Sender> senders = new ArrayList<>();
    try (Killable broker =
        new Killable(
            folder.resolve("broker.said"),
            Killable.SHORT_LIVED,
            BrokerMain.class.getName(),
            folder.toString(),
            "" + port,
            "" + DebianServer.freePort())) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
        Topics.create(admin, Lanes.LOCAL, (short) 1);
      }
      try (Killable gateway =
          new Killable(
              folder.resolve("gateway.said"),
              Killable.SHORT_LIVED,
              ServiceMain.class.getName(),
              "--config",
              config.toString(),
              "gateway")) {
        URI door = URI.create("http://127.0.0.1:" + gatewayPort + "/api/v1/write");
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
          senders.add(new Sender("sender-" + i, REQUEST, door, over, acknowledged));
          threads.add(new Thread(senders.get(i), "sender-" + i));
        }
        threads.forEach(Thread::start);
        try {
          for (int kill = 0; kill < KILLS; kill++) {
            awaitMore();
            (kill % 2 == 0 ? gateway : broker).killAndStart();
          }
          awaitMore();
        } finally {
          over.set(true);
          for (Thread thread : threads) {
            thread.join();
          }
        }
      }
      check(bootstrap, senders);
    }
  }

  private void awaitMore() throws InterruptedException {
    long wanted = acknowledged.get() + SAMPLES;
    Instant deadline = Instant.now().plus(LIMIT);
    while (acknowledged.get() < wanted) {
      assertThat(Instant.now()).as("acknowledged: " + acknowledged).isBefore(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private void check(String bootstrap, List<Sender> senders) {
    long missing = Stored.of(bootstrap).missing(senders, REQUEST);
    System.err.printf(
        "LOSS: %d kills, %d samples acknowledged, of them %d requests not stored whole%n",
        KILLS, acknowledged.get(), missing);
    assertThat(acknowledged.get()).isGreaterThan(SAMPLES * KILLS);
    assertThat(missing).isZero();
  }
}
