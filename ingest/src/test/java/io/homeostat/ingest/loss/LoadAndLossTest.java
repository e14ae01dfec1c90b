package io.homeostat.ingest.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Lanes;
import io.homeostat.ingest.bench.Load;
import io.homeostat.ingest.bench.Loss;
import io.homeostat.ingest.bench.Program;
import io.homeostat.ingest.broker.BrokerMain;
import io.homeostat.ingest.sender.DebianServer;
import io.homeostat.schemas.service.ServiceMain;
import io.homeostat.schemas.topics.Topics;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short forms of {@code homeostat bench load} and {@code bench loss}. */
@Timeout(900)
class LoadAndLossTest {
  private static final String CLASS_PATH = System.getProperty("java.class.path");
  private static final List<String> SHORT_LIVED =
      List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  @Test
  void aLoadIsMeasuredAndWhatIsAcknowledgedIsStoredThoughGatewayAndBrokerAreKilled()
      throws Exception {
    Path folder = Files.createTempDirectory(Path.of("target"), "loss-").toAbsolutePath();
    int port = DebianServer.freePort();
    int gatewayPort = DebianServer.freePort();
    String bootstrap = "127.0.0.1:" + port;
    Path config =
        Files.writeString(
            folder.resolve("gateway.properties"),
            "gateway.port=" + gatewayPort + "\nkafka.bootstrap=" + bootstrap + "\n");
    URI door = URI.create("http://127.0.0.1:" + gatewayPort + "/api/v1/write");
    try (Program broker = broker(folder, port);
        Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      Topics.create(admin, Lanes.LOCAL, (short) 1);
      try (Program gateway = gateway(folder, config)) {
        Load.Result load =
            new Load(1, 0, 1).run(List.of(new Load.Contestant("gateway", door, gateway)), broker);
        assertThat(load.turns()).containsOnlyKeys("gateway", "broker, during gateway");
        assertThat(load.turns().getOrDefault("gateway", new double[1])[0]).isPositive();
        Loss.Result loss = new Loss(2, 4_000).run(gateway, broker, door, bootstrap);
        assertThat(loss.acknowledged()).isGreaterThanOrEqualTo(3 * 4_000);
        assertThat(loss.missing()).isZero();
      }
    }
  }

  private static Program broker(Path folder, int port) {
    return new Program(
        folder.resolve("broker.said"),
        Program.java(
            CLASS_PATH,
            SHORT_LIVED,
            BrokerMain.class.getName(),
            folder.toString(),
            "" + port,
            "" + DebianServer.freePort()));
  }

  private static Program gateway(Path folder, Path config) {
    return new Program(
        folder.resolve("gateway.said"),
        Program.java(
            CLASS_PATH,
            SHORT_LIVED,
            ServiceMain.class.getName(),
            "--config",
            config.toString(),
            "gateway"));
  }
}
