package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.door.Doors;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class SyslogDoorTest {
  private static TestBroker broker;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    broker = TestBroker.shared();
    gateway =
        RunningGateway.start(
            SmallGateway.settings(Map.of("gateway.syslog.port", "0")),
            broker.inbox(),
            new Doors(System::nanoTime).door("gateway"),
            InstantSource.system());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void whatCameWholeIsKeptThoughTheConnectionBreaks() {
    try (LaneReader logs = LaneReader.fromNow(broker, Stream.LOGS)) {
      send("<13>1 - db1 shop - - - first\n<13>1 - db1 shop - - - second\n<13>1 - db1 sh");
      logs.await(read -> bodies(read).size() >= 2);
      assertThat(bodies(logs)).containsExactly("first", "second");
    }
  }

  @Test
  void whatIsNotTakenIsCountedByReason() {
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      send("<13>Oct 11 22:14:15 an older form\n<13>1 - a " + "x".repeat(70_000) + " - - - x\n");
      send("100x <13>1");
      metrics.await(
          read ->
              told(read, "gateway.rejected{reason=\"form\",signal=\"syslog\"}") >= 1
                  && told(read, "gateway.rejected{reason=\"too_much\",signal=\"syslog\"}") >= 1
                  && told(read, "gateway.requests.refused{reason=\"malformed\",signal=\"syslog\"}")
                      >= 1);
    }
  }

  @Test
  void moreConnectionsThanThereMayBeAreRefusedAndCounted() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      for (int i = 0; i < 70; i++) {
        sockets.add(connect());
      }
      metrics.await(
          read -> told(read, "gateway.requests.refused{reason=\"busy\",signal=\"syslog\"}") >= 6);
      int refused = 0;
      for (Socket socket : sockets.subList(64, 70)) {
        refused += socket.getInputStream().read() < 0 ? 1 : 0;
      }
      assertThat(refused).isEqualTo(6);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    try (LaneReader logs = LaneReader.fromNow(broker, Stream.LOGS)) {
      logs.await(
          read -> {
            send("<13>1 - db1 shop - - - once there is room again\n");
            return !bodies(read).isEmpty();
          });
    }
  }

  @Test
  void offLoopbackItOpensOnlyWhenToldTo() {
    assertThatThrownBy(
            () ->
                SmallGateway.settings(
                    Map.of(
                        "gateway.host", "0.0.0.0",
                        "gateway.senders.file", "senders.yaml",
                        "gateway.syslog.port", "0")))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("gateway.syslog.port");
  }

  private static Socket connect() throws IOException {
    int port = URI.create(gateway.addresses().getOrDefault("syslog", "")).getPort();
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static void send(String text) {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> bodies(LaneReader reader) {
    return reader.all().stream().map(record -> ((LogEntry) record.fact()).body()).toList();
  }

  /** What the gateway told last of itself; 0 before it did. */
  static double told(LaneReader reader, String series) {
    double last = 0;
    for (var record : reader.all()) {
      MetricFrame frame = (MetricFrame) record.fact();
      int at = frame.series().names().indexOf(series);
      if (at >= 0 && frame.entity().text().equals("service:homeostat/gateway")) {
        last = frame.values()[at];
      }
    }
    return last;
  }
}
