package io.homeostat.demo.control;

import io.homeostat.demo.cluster.PatroniCluster;
import io.homeostat.schemas.patroni.ClusterReading;
import io.homeostat.schemas.patroni.ClusterView;
import java.util.List;
import java.util.Optional;

/**
 * The cluster as it is, asked of its own members.
 *
 * @param state {@code running}, or why there is none
 * @param leader who holds the leader key
 * @param timeline PostgreSQL's own count of leaders, from 1
 * @param pending a switchover is scheduled
 * @param members every member
 */
record ClusterState(
    String state, Optional<String> leader, long timeline, boolean pending, List<Member> members) {

  /**
   * One member.
   *
   * @param state by its agent's word
   * @param role in Patroni's store
   * @param access what PostgreSQL itself answers, such as {@code WRITABLE}
   */
  record Member(String name, String role, String state, String access) {}

  static ClusterState of(PatroniCluster cluster) {
    if (!cluster.running()) {
      String why = cluster.missing().orElse("not started; primary-loss or demo.cluster starts it");
      return new ClusterState(why, Optional.empty(), 0, false, List.of());
    }
    ClusterReading reading = cluster.read();
    return new ClusterState(
        "running",
        reading.leader(),
        reading.view().map(view -> view.timeline().orElse(0)).orElse(0L),
        reading.view().flatMap(ClusterView::pending).isPresent(),
        reading.members().stream()
            .map(
                member -> {
                  Optional<ClusterView.Entry> entry =
                      reading.view().flatMap(view -> view.member(member.name()));
                  return new Member(
                      member.name(),
                      entry.map(ClusterView.Entry::role).orElse("absent"),
                      entry.map(ClusterView.Entry::state).orElse("absent"),
                      member.access().name());
                })
            .toList());
  }
}
