package io.homeostat.ingest.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.bench.NumberedSender;
import io.homeostat.ingest.bench.Program;
import io.homeostat.ingest.bench.Stored;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.Relay;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.sender.DebianServer;
import io.homeostat.schemas.service.ServiceMain;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kafka is there, and slow: it takes a small part of what is sent. The gateway's heap is smaller
 * than what senders press on it.
 */
@Timeout(600)
class SlowKafkaTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int SENDERS = 8;
  private static final int REQUEST = 4_000;
  private static final long SLOW_BYTES_PER_SECOND = 40_000;
  private static final int HEAP_MEBIBYTES = 80;
  private static final String REFUSED = "gateway.requests.refused{";

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong acknowledged = new AtomicLong();
  private final List<NumberedSender> senders = new ArrayList<>();

  @Test
  void whatSlowKafkaDoesNotTakeIsRefusedAndCountedAndWhatItTakesIsStored() throws Exception {
    Path folder = Files.createTempDirectory(Path.of("target"), "slow-").toAbsolutePath();
    int port = DebianServer.freePort();
    try (Relay relay = Relay.listening()) {
      TestBroker broker = TestBroker.behind(relay);
      Path config =
          Files.writeString(
              folder.resolve("gateway.properties"),
              """
              gateway.port=%d
              gateway.request.bytes=400000
              gateway.unpacked.bytes=600000
              gateway.memory.bytes=16000000
              gateway.series.bytes=8000000
              kafka.bootstrap=%s
              """
                  .formatted(port, broker.bootstrap()));
      try (Program gateway =
              new Program(
                  folder.resolve("gateway.said"),
                  Program.java(
                      System.getProperty("java.class.path"),
                      List.of(
                          "-Xmx" + HEAP_MEBIBYTES + "m",
                          "-XX:+ExitOnOutOfMemoryError",
                          "-XX:+UseSerialGC",
                          "-XX:TieredStopAtLevel=1"),
                      ServiceMain.class.getName(),
                      "--config",
                      config.toString(),
                      "gateway"));
          LaneReader told = LaneReader.fromBeginning(broker, Stream.METRICS)) {
        press(URI.create("http://127.0.0.1:" + port + "/api/v1/write"), relay, gateway);
        told.await(read -> told(read, REFUSED) >= answered(503) + answered(429));
        assertThat(told(told, "gateway.accepted{signal=\"remote_write\"}"))
            .isGreaterThanOrEqualTo(acknowledged.get());
      }
      assertThat(Stored.of(broker.bootstrap()).missing(senders, REQUEST)).isZero();
      broker.stop();
    }
  }

  /** Presses on the gateway: first while Kafka is slow, then until each is heard again. */
  private void press(URI door, Relay relay, Program gateway) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(new NumberedSender("slow-" + i, REQUEST, door, over, acknowledged));
      threads.add(new Thread(senders.get(i), "slow-" + i));
    }
    threads.forEach(Thread::start);
    try {
      await(gateway, "one is heard", () -> acknowledged.get() > 0);
      relay.most(SLOW_BYTES_PER_SECOND);
      long before = acknowledged.get();
      long refused = answered(503);
      await(
          gateway,
          "much is sent, some taken, some refused",
          () ->
              sent() > (3L * HEAP_MEBIBYTES / 2) << 20
                  && acknowledged.get() > before
                  && answered(503) > refused + 20);
      relay.most(Long.MAX_VALUE);
      List<Integer> heard = senders.stream().map(sender -> sender.acknowledged().size()).toList();
      await(
          gateway,
          "all are heard again",
          () -> {
            boolean all = true;
            for (int i = 0; i < SENDERS; i++) {
              all &= senders.get(i).acknowledged().size() > heard.get(i);
            }
            return all;
          });
    } finally {
      over.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    System.err.printf(
        "SLOW: %d samples acknowledged, %d MB sent, answers %s%n",
        acknowledged.get(), sent() >> 20, senders.stream().map(NumberedSender::answers).toList());
    assertThat(senders).allSatisfy(sender -> assertThat(sender.withoutRetryAfter()).isZero());
    assertThat(senders)
        .allSatisfy(sender -> assertThat(sender.answers().keySet()).isSubsetOf(204, 503));
  }

  private long sent() {
    return senders.stream().mapToLong(NumberedSender::bytes).sum();
  }

  private long answered(int status) {
    return senders.stream().mapToLong(sender -> sender.answered(status)).sum();
  }

  private void await(Program gateway, String what, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(LIMIT);
    while (!condition.getAsBoolean()) {
      assertThat(gateway.alive()).as("the gateway's memory suffices").isTrue();
      assertThat(Instant.now())
          .as("%s; so far %s", what, senders.stream().map(NumberedSender::answers).toList())
          .isBefore(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** What the gateway has last told of itself, all series that begin so together. */
  private static long told(LaneReader reader, String beginning) {
    double last = 0;
    for (var record : reader.all()) {
      MetricFrame frame = (MetricFrame) record.fact();
      if (frame.entity().text().equals("service:homeostat/gateway")) {
        double sum = 0;
        for (int i = 0; i < frame.values().length; i++) {
          sum += frame.series().name(i).startsWith(beginning) ? frame.values()[i] : 0;
        }
        last = Math.max(last, sum);
      }
    }
    return (long) last;
  }
}
