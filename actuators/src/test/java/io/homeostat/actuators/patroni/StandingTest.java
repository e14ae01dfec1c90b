package io.homeostat.actuators.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.patroni.ChangePlan.Kind;
import io.homeostat.schemas.patroni.ClusterReading;
import io.homeostat.schemas.patroni.ClusterView;
import io.homeostat.schemas.patroni.MemberReading.Access;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StandingTest {
  private static final ChangePlan SWITCHOVER = Worlds.plan(Kind.SWITCHOVER, 1);
  private static final ChangePlan FAILOVER = Worlds.plan(Kind.FAILOVER, 0);

  @Test
  void aNewLeaderCountsOnceItAloneTakesWrites() {
    Standing standing =
        Standing.of(
            SWITCHOVER, Worlds.changed(Access.IN_RECOVERY, Access.WRITABLE, Access.IN_RECOVERY));
    assertThat(standing).isInstanceOf(Standing.Changed.class);
    assertThat(((Standing.Changed) standing).result().details())
        .containsEntry("leader", "node2")
        .containsEntry("timeline", "8")
        .containsEntry("timeline.before", "7")
        .containsEntry("access.node1", "IN_RECOVERY");
  }

  @Test
  void twoWritablePrimariesAreNeverApplied() {
    assertThat(between(SWITCHOVER, Worlds.changed(Access.WRITABLE, Access.WRITABLE, Access.CLOSED)))
        .contains("2 members take writes");
  }

  @Test
  void whileOneMemberIsUnknownNothingIsTold() {
    assertThat(
            between(
                SWITCHOVER, Worlds.changed(Access.NO_ANSWER, Access.WRITABLE, Access.IN_RECOVERY)))
        .contains("not known of every member");
  }

  @Test
  void aLeaderKeyThatNobodyCanWriteUnderIsNotYetAnEffect() {
    assertThat(
            between(
                SWITCHOVER, Worlds.changed(Access.CLOSED, Access.IN_RECOVERY, Access.IN_RECOVERY)))
        .contains("0 members take writes");
    assertThat(
            between(SWITCHOVER, Worlds.changed(Access.WRITABLE, Access.IN_RECOVERY, Access.CLOSED)))
        .contains("leader key does not take writes");
  }

  @Test
  void asBeforeIsAsBeforeAndOnTheWayIsOnTheWay() {
    assertThat(Standing.of(SWITCHOVER, Worlds.sick())).isEqualTo(new Standing.AsBefore(2));
    assertThat(Standing.of(FAILOVER, Worlds.stuck())).isEqualTo(new Standing.AsBefore(2));
    ClusterView view = Worlds.sick().view().orElseThrow();
    ClusterReading pending =
        Worlds.with(
            Worlds.sick(),
            new ClusterView(
                view.members(),
                false,
                Optional.of(new ClusterView.Pending("soon", Optional.empty(), Optional.empty()))));
    assertThat(between(SWITCHOVER, pending)).contains("scheduled and not done");
    ClusterReading handedOver =
        Worlds.with(
            Worlds.sick(),
            Worlds.view(
                Worlds.entry("node1", "replica", 7, 0), Worlds.entry("node2", "leader", 7, -1)));
    assertThat(between(SWITCHOVER, handedOver)).contains("changed hands");
  }

  private static String between(ChangePlan plan, ClusterReading reading) {
    Standing standing = Standing.of(plan, reading);
    assertThat(standing).isInstanceOf(Standing.Between.class);
    return ((Standing.Between) standing).what();
  }
}
