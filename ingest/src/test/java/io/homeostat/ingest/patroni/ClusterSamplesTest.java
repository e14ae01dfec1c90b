package io.homeostat.ingest.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.MetricFrame;
import io.homeostat.schemas.patroni.ClusterReading;
import io.homeostat.schemas.patroni.ClusterSettings;
import io.homeostat.schemas.patroni.ClusterView;
import io.homeostat.schemas.patroni.MemberReading;
import io.homeostat.schemas.patroni.MemberReading.Access;
import io.homeostat.schemas.patroni.MemberReading.Agent;
import io.homeostat.schemas.targets.PatroniTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterSamplesTest {
  /** As Patroni 3.0.2 answered GET /cluster. */
  private static final String CLUSTER =
      """
      {"members": [
        {"name": "node1", "role": "leader", "state": "running", "api_url": "http://127.0.0.1:8001/patroni",
         "host": "127.0.0.1", "port": 5431, "timeline": 3},
        {"name": "node2", "role": "sync_standby", "state": "running", "timeline": 3, "lag": 0,
         "tags": {"nofailover": true}},
        {"name": "node3", "role": "replica", "state": "starting", "lag": "unknown"}]}
      """;

  private static final String CONFIG =
      """
      {"ttl": 20, "loop_wait": 2, "retry_timeout": 3, "maximum_lag_on_failover": 1048576,
       "synchronous_mode": true, "postgresql": {"use_pg_rewind": false}}
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void aHealthyLeaderIsToldWithWhoeverCouldFollowIt() throws IOException {
    Map<String, Double> told =
        told(Optional.of(CLUSTER), Access.WRITABLE, Access.IN_RECOVERY, Access.CLOSED);

    assertThat(told)
        .containsEntry("pg-cluster:demo/ha patroni.leader", 1.0)
        .containsEntry("pg-cluster:demo/ha patroni.leader.number", 1.0)
        .containsEntry("pg-cluster:demo/ha patroni.leader.lost", 0.0)
        .containsEntry("pg-cluster:demo/ha patroni.leader.sick", 0.0)
        .containsEntry("pg-cluster:demo/ha patroni.timeline", 3.0)
        .containsEntry("pg-cluster:demo/ha patroni.writable", 1.0)
        .containsEntry("pg-cluster:demo/ha patroni.paused", 0.0)
        .containsEntry("pg-cluster:demo/ha patroni.patience", 22.0)
        .containsEntry("pg-cluster:demo/ha patroni.absence", 0.0)
        .as("one is barred by a tag, the other has no known lag")
        .containsEntry("pg-cluster:demo/ha patroni.candidates.any", 0.0)
        .containsEntry("postgres:demo/ha/node1 pg.writable", 1.0)
        .containsEntry("postgres:demo/ha/node2 patroni.synchronous", 1.0)
        .containsEntry("postgres:demo/ha/node2 patroni.lag", 0.0)
        .containsEntry("postgres:demo/ha/node3 pg.up", 0.0)
        .doesNotContainKey("postgres:demo/ha/node3 patroni.lag");
  }

  @Test
  void aLeaderThatAnswersNobodyIsSickAndWhetherItTakesWritesIsNotTold() throws IOException {
    Map<String, Double> told =
        told(Optional.of(CLUSTER), Access.NO_ANSWER, Access.IN_RECOVERY, Access.CLOSED);

    assertThat(told)
        .containsEntry("pg-cluster:demo/ha patroni.leader.sick", 1.0)
        .containsEntry("pg-cluster:demo/ha patroni.writable.seen", 0.0)
        .doesNotContainKey("pg-cluster:demo/ha patroni.leader.lost")
        .doesNotContainKey("pg-cluster:demo/ha patroni.writable")
        .doesNotContainKey("postgres:demo/ha/node1 pg.writable");
  }

  @Test
  void whereNobodyAnswersALeaderIsNeitherSickNorLost() throws IOException {
    Map<String, Double> told =
        told(Optional.of(CLUSTER), Access.NO_ANSWER, Access.NO_ANSWER, Access.NO_ANSWER);

    assertThat(told)
        .doesNotContainKey("pg-cluster:demo/ha patroni.leader.sick")
        .doesNotContainKey("pg-cluster:demo/ha patroni.leader.lost");
  }

  @Test
  void aClosedLeaderIsLostSinceItWasLastSeen() throws IOException {
    Map<String, Double> told =
        told(Optional.of(CLUSTER), Access.CLOSED, Access.IN_RECOVERY, Access.IN_RECOVERY);

    assertThat(told)
        .containsEntry("pg-cluster:demo/ha patroni.leader.lost", 1.0)
        .containsEntry("pg-cluster:demo/ha patroni.absence", 60.0)
        .containsEntry("pg-cluster:demo/ha patroni.writable", 0.0);
  }

  @Test
  void withoutAnAgentOnlyWhatPostgresItselfAnswersIsTold() throws IOException {
    Map<String, Double> told =
        told(Optional.empty(), Access.WRITABLE, Access.WRITABLE, Access.IN_RECOVERY);

    assertThat(told)
        .containsEntry("pg-cluster:demo/ha patroni.writable.seen", 2.0)
        .doesNotContainKey("pg-cluster:demo/ha patroni.leader")
        .doesNotContainKey("pg-cluster:demo/ha patroni.leader.lost")
        .doesNotContainKey("pg-cluster:demo/ha patroni.candidates")
        .doesNotContainKey("pg-cluster:demo/ha patroni.paused");
  }

  private Map<String, Double> told(Optional<String> cluster, Access... access) throws IOException {
    ClusterReading reading =
        new ClusterReading(
            cluster.isEmpty() ? Optional.empty() : Optional.of(ClusterView.parse(cluster.get())),
            Optional.of(ClusterSettings.parse(CONFIG)),
            List.of(
                member("node1", "master", access[0]),
                member("node2", "replica", access[1]),
                member("node3", "replica", access[2])));
    Map<String, Double> told = new HashMap<>();
    for (MetricFrame frame :
        ClusterSamples.frames(target(), reading, OptionalLong.of(40_000), 100_000)) {
      for (int i = 0; i < frame.values().length; i++) {
        told.put(frame.entity().text() + " " + frame.series().name(i), frame.values()[i]);
      }
    }
    return told;
  }

  private static MemberReading member(String name, String role, Access access) {
    return new MemberReading(
        name, Optional.of(new Agent("running", role, Optional.of("42"))), access);
  }

  private PatroniTarget target() throws IOException {
    Path file = folder.resolve("targets.yaml");
    Files.writeString(
        file,
        """
        clusters:
          - name: demo/ha
            manager: patroni
            systemIdentifier: "42"
            database: postgres
            members:
              - {name: node1, api: 'http://127.0.0.1:8001', host: 127.0.0.1, port: 5431}
              - {name: node2, api: 'http://127.0.0.1:8002', host: 127.0.0.1, port: 5432}
              - {name: node3, api: 'http://127.0.0.1:8003', host: 127.0.0.1, port: 5433}
            roles:
              probe: {user: homeostat_probe, passwordFile: probe.password}
              actuator: {user: homeostat, passwordFile: rest.password}
        """);
    return PatroniTarget.read(file).get(0);
  }
}
