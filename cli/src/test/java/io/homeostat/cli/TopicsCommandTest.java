package io.homeostat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.broker.BrokerProcess;
import io.homeostat.core.lane.Stream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code topics create} and {@code topics check} on a real broker. */
@Timeout(120)
class TopicsCommandTest {
  private static final String ALL_WELL =
      "All " + Stream.values().length + " topics are as they must be.\n";

  @TempDir private static Path folder = Path.of("");
  private static Optional<BrokerProcess> broker = Optional.empty();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void startTheBroker() throws Exception {
    broker = Optional.of(BrokerProcess.start(folder));
  }

  @AfterAll
  static void endTheBroker() throws Exception {
    broker.orElseThrow().kill();
  }

  @Test
  void whatIsMissingIsNamedThenCreatedAndTheRestIsLeftAsItIs() throws Exception {
    Path config = config("");
    List<String> gone = List.of(Stream.SIGNALS.topic(), Stream.AUDIT.topic());
    try (Admin admin = admin()) {
      admin.deleteTopics(gone).all().get(30, TimeUnit.SECONDS);
      await(() -> topics(admin).stream().noneMatch(gone::contains));
    }
    assertThat(run("topics", "check", "--config", config.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("signals is missing: create it with `homeostat topics create`\n")
        .contains("audit is missing: ")
        .endsWith("2 findings: see above.\n");

    assertThat(run("topics", "create", "--config", config.toString(), "--replication", "1"))
        .isZero();
    assertThat(out.toString()).isEqualTo("Created: signals, audit\n" + ALL_WELL);

    assertThat(run("topics", "create", "--config", config.toString())).isZero();
    assertThat(out.toString()).isEqualTo("All were there.\n" + ALL_WELL);
  }

  @Test
  void aSettingThatIsNotTheCataloguesIsNamedWithWhatPutsItRight() throws Exception {
    Path config = config("");
    set(Stream.AUDIT, "1000");
    assertThat(run("topics", "check", "--config", config.toString())).isEqualTo(1);
    assertThat(out.toString())
        .isEqualTo(
            "audit has retention.ms=1000, and must have -1: kafka-configs --alter --topic audit"
                + " --add-config retention.ms=-1\n1 findings: see above.\n");

    set(Stream.AUDIT, "-1");
    assertThat(run("topics", "check", "--config", config.toString())).isZero();
    assertThat(out.toString()).isEqualTo(ALL_WELL);
  }

  @Test
  void otherLanesThanTheTopicsHaveAreNeverTakenAsAnOrderToChangeThem() throws Exception {
    Path config = config("lanes.signals=4\n");
    assertThat(run("topics", "create", "--config", config.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("signals has 2 partitions, and 4 lanes are set")
        .contains("lanes are fixed for a topic's life, set lanes.* back");
    assertThat(run("topics", "check", "--config", config("").toString())).isZero();
  }

  @Test
  void aFileThatIsNotThereIsOneMessage() {
    assertThat(run("topics", "check", "--config", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("cannot read the configuration " + folder.resolve("none"));
    assertThat(run("topics")).isEqualTo(2);
    assertThat(err.toString()).contains("say what to do with the topics: create or check");
  }

  private static Path config(String further) throws Exception {
    return Files.writeString(
        Files.createTempFile(folder, "homeostat", ".properties"),
        "kafka.bootstrap=" + bootstrap() + "\n" + further);
  }

  private static void set(Stream stream, String retentionMillis) throws Exception {
    try (Admin admin = admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, stream.topic()),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("retention.ms", retentionMillis),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get(30, TimeUnit.SECONDS);
      await(() -> retention(admin, stream).equals(retentionMillis));
    }
  }

  private static String retention(Admin admin, Stream stream) throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, stream.topic());
    return admin
        .describeConfigs(List.of(topic))
        .all()
        .get(30, TimeUnit.SECONDS)
        .values()
        .iterator()
        .next()
        .get("retention.ms")
        .value();
  }

  private static Collection<String> topics(Admin admin) throws Exception {
    return admin.listTopics().names().get(30, TimeUnit.SECONDS);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos()); // until the test's own limit
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrap()));
  }

  private static String bootstrap() {
    return broker.orElseThrow().bootstrap();
  }

  private int run(String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(words);
  }
}
