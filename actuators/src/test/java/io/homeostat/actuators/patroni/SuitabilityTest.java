package io.homeostat.actuators.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.action.Result;
import io.homeostat.actuators.patroni.ChangePlan.Kind;
import io.homeostat.schemas.patroni.ClusterReading;
import io.homeostat.schemas.patroni.ClusterSettings;
import io.homeostat.schemas.patroni.ClusterView;
import io.homeostat.schemas.patroni.MemberReading;
import io.homeostat.schemas.patroni.MemberReading.Access;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class SuitabilityTest {
  private static final ChangePlan SWITCHOVER = Worlds.plan(Kind.SWITCHOVER, 1);
  private static final ChangePlan FAILOVER = Worlds.plan(Kind.FAILOVER, 0);

  @Test
  void aSickLeaderIsFollowedByItsSynchronousStandby() {
    assertThat(candidate(SWITCHOVER, Worlds.sick())).isEqualTo("node2");
  }

  @Test
  void whereOnlyAnAsynchronousStandbyIsLeftASwitchoverIsRefused() {
    ClusterReading reading =
        Worlds.with(
            Worlds.sick(),
            Worlds.view(
                Worlds.entry("node1", "leader", 7, -1),
                Worlds.entry("node2", "replica", 7, 0),
                Worlds.entry("node3", "replica", 7, 0)));
    assertThat(refusal(SWITCHOVER, reading)).contains("no healthy standby");
  }

  @Test
  void aLeaderThatTakesWritesAgainIsLeftInItsPlace() {
    ClusterReading healthy =
        Worlds.reading(
            Worlds.sick().view().orElseThrow(),
            Access.WRITABLE,
            Access.IN_RECOVERY,
            Access.IN_RECOVERY);
    assertThat(result(SWITCHOVER, healthy)).isInstanceOf(Result.AlreadyTrue.class);
  }

  @Test
  void aClusterThatHasMovedOnSinceThePlanIsRefused() {
    ClusterReading moved = Worlds.changed(Access.NO_ANSWER, Access.WRITABLE, Access.IN_RECOVERY);
    assertThat(refusal(SWITCHOVER, moved)).contains("moved on", "node2 leads on timeline 8");
    assertThat(refusal(Worlds.plan(Kind.SWITCHOVER, 3), Worlds.sick())).contains("moved on");
    assertThat(refusal(FAILOVER, Worlds.sick())).contains("moved on");
  }

  @Test
  void aPausedClusterIsLeftToWhoeverPausedIt() {
    ClusterView view = Worlds.sick().view().orElseThrow();
    ClusterReading paused =
        Worlds.with(Worlds.sick(), new ClusterView(view.members(), true, Optional.empty()));
    assertThat(refusal(SWITCHOVER, paused)).contains("paused");
  }

  @Test
  void aSwitchoverThatIsScheduledAlreadyIsNotDoubled() {
    ClusterView view = Worlds.sick().view().orElseThrow();
    ClusterReading busy =
        Worlds.with(
            Worlds.sick(),
            new ClusterView(
                view.members(),
                false,
                Optional.of(new ClusterView.Pending("soon", Optional.empty(), Optional.empty()))));
    assertThat(refusal(SWITCHOVER, busy)).contains("already scheduled");
  }

  @Test
  void aMemberOfAnotherClusterStopsEverything() {
    ClusterReading reading = Worlds.sick();
    MemberReading stranger =
        new MemberReading(
            "node3",
            Optional.of(new MemberReading.Agent("running", "replica", Optional.of("13"))),
            Access.IN_RECOVERY);
    assertThat(
            refusal(
                SWITCHOVER,
                new ClusterReading(
                    reading.view(),
                    reading.settings(),
                    List.of(reading.members().get(0), reading.members().get(1), stranger))))
        .contains("node3 belongs to another cluster");
  }

  @Test
  void whatIsNotKnownOfAMemberSpeaksAgainstIt() {
    ClusterReading unknown =
        Worlds.reading(
            Worlds.stuck().view().orElseThrow(),
            Access.NO_ANSWER,
            Access.CLOSED,
            Access.IN_RECOVERY);
    assertThat(refusal(FAILOVER, unknown)).contains("not known whether node1 takes writes");
    ClusterReading second =
        Worlds.reading(
            Worlds.sick().view().orElseThrow(),
            Access.NO_ANSWER,
            Access.IN_RECOVERY,
            Access.WRITABLE);
    assertThat(refusal(SWITCHOVER, second)).contains("node3 takes writes");
    assertThat(
            refusal(
                SWITCHOVER,
                new ClusterReading(
                    Optional.empty(), Worlds.sick().settings(), Worlds.sick().members())))
        .contains("no agent");
  }

  @Test
  void thePlaceOfALostLeaderGoesToTheStandbyThatIsLevelOnlyWhereThePlanAllowsIt() {
    assertThat(candidate(FAILOVER, Worlds.stuck())).isEqualTo("node3");
    assertThat(refusal(Worlds.plan(Kind.FAILOVER, 0, false), Worlds.stuck()))
        .contains("the plan allows no other");
    ClusterReading behind =
        Worlds.with(Worlds.stuck(), Worlds.view(Worlds.entry("node3", "replica", 7, 1)));
    assertThat(refusal(FAILOVER, behind)).contains("at most 0 bytes behind");
  }

  @Test
  void aStandbyThatATagBarsNeverLeads() {
    ClusterReading barred =
        Worlds.with(
            Worlds.stuck(),
            Worlds.view(
                new ClusterView.Entry(
                    "node3", "replica", "running", OptionalLong.of(7), OptionalLong.of(0), true)));
    assertThat(refusal(FAILOVER, barred)).contains("no healthy standby");
  }

  @Test
  void whatPatroniMayHealByItselfIsLeftToIt() {
    ClusterReading itsOwn =
        Worlds.with(Worlds.stuck(), Worlds.view(Worlds.entry("node3", "sync_standby", 7, 0)));
    assertThat(refusal(FAILOVER, itsOwn)).contains("Patroni itself may promote node3");
    ClusterSettings strict = new ClusterSettings(20, 2, 1 << 20, true, true);
    assertThat(refusal(FAILOVER, Worlds.with(Worlds.stuck(), strict))).contains("strict");
  }

  private static String candidate(ChangePlan plan, ClusterReading reading) {
    Suitability suitability = Suitability.of(plan, reading);
    assertThat(suitability).isInstanceOf(Suitability.Fit.class);
    return ((Suitability.Fit) suitability).candidate().name();
  }

  private static String refusal(ChangePlan plan, ClusterReading reading) {
    Result result = result(plan, reading);
    assertThat(result).isInstanceOf(Result.Refused.class);
    return result.reason();
  }

  private static Result result(ChangePlan plan, ClusterReading reading) {
    Suitability suitability = Suitability.of(plan, reading);
    assertThat(suitability).isInstanceOf(Suitability.Unfit.class);
    return ((Suitability.Unfit) suitability).result();
  }
}
