package io.homeostat.ingest.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.gateway.Certificates;
import io.homeostat.ingest.gateway.GatewayService;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * rsyslog follows files; it sends one with each message's length, one line by line, one over TLS,
 * and one over TLS with a certificate that nobody knows.
 */
@Timeout(600)
class RsyslogTest {
  private static final String PROGRAM = "/usr/sbin/rsyslogd";
  private static TestBroker broker;
  private static RunningService gateway;
  private static SecuredGateway secured;
  private static Path folder = Path.of("target");
  private static DebianServer rsyslog;

  @BeforeAll
  static void start() throws Exception {
    DebianServer.require(PROGRAM, "rsyslog");
    DebianServer.requireLibrary("rsyslog/lmnsd_gtls.so", "rsyslog-gnutls");
    broker = TestBroker.shared();
    gateway =
        new GatewayService()
            .start(
                new ServiceConfig(
                    Map.of(
                        "gateway.port", "0",
                        "gateway.syslog.port", "0",
                        "kafka.bootstrap", broker.bootstrap())));
    folder = Files.createTempDirectory(Path.of("target"), "rsyslog-").toAbsolutePath();
    Files.createDirectory(folder.resolve("work"));
    secured = SecuredGateway.start(broker, folder);
    for (String file : List.of("counted", "lines", "secured", "stranger")) {
      Files.createFile(folder.resolve(file));
    }
    Files.writeString(folder.resolve("rsyslog.conf"), configuration());
    rsyslog =
        DebianServer.start(folder, PROGRAM, "-n", "-f", "rsyslog.conf", "-i", folder + "/pid");
  }

  private static String configuration() {
    int port = URI.create(gateway.addresses().getOrDefault("syslog", "")).getPort();
    return """
        global(workDirectory="%s/work" localHostname="db1")
        module(load="imfile" mode="inotify")
        """
            .formatted(folder)
        + following("counted", port, "octet-counted", "")
        + following("lines", port, "traditional", "")
        + following("secured", secured, secured.client())
        + following("stranger", secured, secured.stranger());
  }

  private static String following(String file, SecuredGateway gateway, Certificates shown) {
    String tls =
        """
        StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name"
                 StreamDriverPermittedPeers="localhost" StreamDriver.CAFile="%s"
                 StreamDriver.CertFile="%s" StreamDriver.KeyFile="%s"
        """
            .formatted(gateway.server().certificate(), shown.certificate(), shown.key());
    return following(file, gateway.address("syslog").getPort(), "octet-counted", tls);
  }

  private static String following(String file, int port, String framing, String more) {
    return """
        input(type="imfile" File="%1$s/%2$s" Tag="%2$s:" Severity="error" ruleset="%2$s")
        ruleset(name="%2$s") {
          action(type="omfwd" target="127.0.0.1" port="%3$d" protocol="tcp" TCP_Framing="%4$s"
                 template="RSYSLOG_SyslogProtocol23Format" action.resumeRetryCount="-1"
                 queue.type="LinkedList" %5$s)
        }
        """
        .formatted(folder, file, port, framing, more);
  }

  @AfterAll
  static void stop() throws Exception {
    if (rsyslog != null) {
      rsyslog.close();
      gateway.close();
      secured.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"counted", "lines", "secured"})
  void aLineOfAFileIsALineOfItsApplication(String file) throws Exception {
    try (LaneReader logs = LaneReader.fromNow(broker, Stream.LOGS)) {
      append(file, List.of("deadlock detected in <ä> \"x\""));
      logs.await(read -> !read.all().isEmpty());
      LogEntry entry = (LogEntry) logs.all().get(0).fact();
      assertThat(entry.entity().text()).isEqualTo("service:default/db1/" + file);
      assertThat(entry.body()).isEqualTo("deadlock detected in <ä> \"x\"");
      assertThat(entry.level()).isEqualTo(LogEntry.Level.ERROR);
      assertThat(entry.timeMillis())
          .isBetween(entry.receivedMillis() - 60_000, entry.receivedMillis() + 1_000);
    }
  }

  @Test
  void whoShowsAnotherCertificateIsNotHeardAndCounted() throws Exception {
    try (LaneReader logs = LaneReader.fromNow(broker, Stream.LOGS);
        LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      append("stranger", List.of("let me in"));
      metrics.await(
          read ->
              told(read, "gateway.requests.refused{reason=\"unauthorized\",signal=\"syslog\"}")
                  >= 1);
      append("secured", List.of("after the stranger"));
      logs.await(read -> bodies(read).contains("after the stranger"));
      assertThat(bodies(logs)).doesNotContain("let me in");
    }
  }

  @Test
  void nothingIsLostWhileKafkaIsAway() throws Exception {
    List<String> lines = IntStream.range(0, 2_000).mapToObj(i -> "line " + i + " x").toList();
    try (LaneReader logs = LaneReader.fromNow(broker, Stream.LOGS)) {
      append("counted", lines.subList(0, 500));
      broker.stop();
      append("counted", lines.subList(500, 2_000));
      broker.again();
      logs.await(read -> bodies(read).containsAll(lines));
      assertThat(bodies(logs)).containsExactlyInAnyOrderElementsOf(lines);
    }
  }

  /** Each counts once: what Kafka did not take in time is sent to it again. */
  private static Set<String> bodies(LaneReader reader) {
    Set<String> bodies = new HashSet<>();
    reader.all().forEach(record -> bodies.add(((LogEntry) record.fact()).body()));
    return bodies;
  }

  private static double told(LaneReader reader, String series) {
    return reader.all().stream()
        .map(record -> (MetricFrame) record.fact())
        .filter(frame -> frame.entity().text().equals("service:homeostat/gateway"))
        .filter(frame -> frame.series().names().contains(series))
        .mapToDouble(frame -> frame.values()[frame.series().names().indexOf(series)])
        .max()
        .orElse(0);
  }

  private static void append(String file, List<String> lines) throws Exception {
    Files.write(folder.resolve(file), lines, StandardOpenOption.APPEND);
  }
}
