package io.homeostat.actuators.patroni;

import io.homeostat.schemas.patroni.ClusterReading;
import io.homeostat.schemas.patroni.ClusterSettings;
import io.homeostat.schemas.patroni.ClusterView;
import io.homeostat.schemas.patroni.MemberReading;
import io.homeostat.schemas.patroni.MemberReading.Access;
import io.homeostat.schemas.patroni.MemberReading.Agent;
import io.homeostat.schemas.targets.PatroniTarget;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Clusters of three members on timeline 7, synchronous, as a reading shows them. */
final class Worlds {
  static final String IDENTITY = "42";
  static final PatroniTarget TARGET =
      new PatroniTarget(
          "demo/ha",
          Optional.of(IDENTITY),
          "postgres",
          IntStream.rangeClosed(1, 3)
              .mapToObj(
                  i ->
                      new PatroniTarget.Member(
                          "node" + i,
                          URI.create("http://127.0.0.1:800" + i),
                          "127.0.0.1",
                          5430 + i))
              .toList(),
          new PatroniTarget.Login("probe", Path.of("probe.password")),
          Optional.of(new PatroniTarget.Login("hands", Path.of("hands.password"))));

  private Worlds() {}

  static ChangePlan plan(ChangePlan.Kind kind, int leader) {
    return plan(kind, leader, kind == ChangePlan.Kind.FAILOVER);
  }

  static ChangePlan plan(ChangePlan.Kind kind, int leader, boolean beyond) {
    return new ChangePlan(
        kind, TARGET, new ChangeParameters(7, leader, OptionalLong.of(0), beyond));
  }

  /** node1 leads and answers nobody; node2 follows in step, node3 behind it. */
  static ClusterReading sick() {
    return reading(
        view(
            entry("node1", "leader", 7, -1),
            entry("node2", "sync_standby", 7, 0),
            entry("node3", "replica", 7, 0)),
        Access.NO_ANSWER,
        Access.IN_RECOVERY,
        Access.IN_RECOVERY);
  }

  /** node1 and node2 are gone, node3 is level with the last known place. */
  static ClusterReading stuck() {
    return reading(
        view(entry("node3", "replica", 7, 0)), Access.CLOSED, Access.CLOSED, Access.IN_RECOVERY);
  }

  /** node2 leads on timeline 8. */
  static ClusterReading changed(Access node1, Access node2, Access node3) {
    return reading(
        view(
            entry("node1", "replica", 8, 0),
            entry("node2", "leader", 8, -1),
            entry("node3", "sync_standby", 8, 0)),
        node1,
        node2,
        node3);
  }

  static ClusterView view(ClusterView.Entry... members) {
    return new ClusterView(List.of(members), false, Optional.empty());
  }

  static ClusterView.Entry entry(String name, String role, long timeline, long lag) {
    return new ClusterView.Entry(
        name,
        role,
        "running",
        OptionalLong.of(timeline),
        lag < 0 ? OptionalLong.empty() : OptionalLong.of(lag),
        false);
  }

  static ClusterReading reading(ClusterView view, Access... access) {
    return new ClusterReading(
        Optional.of(view),
        Optional.of(new ClusterSettings(20, 2, 1 << 20, true, false)),
        IntStream.rangeClosed(1, 3)
            .mapToObj(
                i ->
                    new MemberReading(
                        "node" + i,
                        Optional.of(new Agent("running", "replica", Optional.of(IDENTITY))),
                        access[i - 1]))
            .toList());
  }

  static ClusterReading with(ClusterReading reading, ClusterView view) {
    return new ClusterReading(Optional.of(view), reading.settings(), reading.members());
  }

  static ClusterReading with(ClusterReading reading, ClusterSettings settings) {
    return new ClusterReading(reading.view(), Optional.of(settings), reading.members());
  }
}
