package io.homeostat.actuators.patroni;

import io.homeostat.actuators.action.Result;
import io.homeostat.schemas.patroni.ClusterReading;
import io.homeostat.schemas.patroni.ClusterReading.Reach;
import io.homeostat.schemas.patroni.ClusterView;
import io.homeostat.schemas.patroni.MemberReading;
import io.homeostat.schemas.patroni.MemberReading.Access;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether a cluster, as it was just read, may get another leader as planned, and which. Whatever is
 * not known speaks against it.
 */
sealed interface Suitability {
  /** It may. */
  record Fit(ClusterView.Entry candidate, long loopSeconds) implements Suitability {}

  /** It must not, or need not. */
  record Unfit(Result.Known result) implements Suitability {}

  /** Judges one reading. */
  static Suitability of(ChangePlan plan, ClusterReading reading) {
    if (reading.view().isEmpty() || reading.settings().isEmpty()) {
      return refused("no agent of " + plan.target().name() + " tells how the cluster is");
    }
    Optional<String> objection =
        stranger(plan, reading).or(() -> moved(plan, reading)).or(() -> busy(reading));
    if (objection.isPresent()) {
      return refused(objection.get());
    }
    return plan.kind() == ChangePlan.Kind.SWITCHOVER
        ? switchover(plan, reading)
        : failover(plan, reading);
  }

  private static Optional<String> stranger(ChangePlan plan, ClusterReading reading) {
    Optional<String> known = plan.target().systemIdentifier();
    if (known.isEmpty()) {
      return Optional.of(
          "the target "
              + plan.target().name()
              + " names no systemIdentifier, so it can't be told from another cluster");
    }
    for (MemberReading member : reading.members()) {
      Optional<String> identity = member.agent().flatMap(MemberReading.Agent::systemIdentifier);
      if (identity.isPresent() && !identity.equals(known)) {
        return Optional.of(
            member.name()
                + " belongs to another cluster: its system identifier is "
                + identity.get()
                + ", not "
                + known.get());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> moved(ChangePlan plan, ClusterReading reading) {
    long timeline = reading.view().orElseThrow().timeline().orElse(0);
    int leader = reading.leader().map(plan.target()::number).orElse(0);
    ChangeParameters planned = plan.parameters();
    return timeline == planned.timeline() && leader == planned.leader()
        ? Optional.empty()
        : Optional.of(
            "the cluster has moved on since this was planned: "
                + leads(reading.leader())
                + " on timeline "
                + timeline
                + ", not member "
                + planned.leader()
                + " on timeline "
                + planned.timeline());
  }

  private static Optional<String> busy(ClusterReading reading) {
    ClusterView view = reading.view().orElseThrow();
    if (view.paused()) {
      return Optional.of("Patroni is paused: whoever paused it decides");
    }
    return view.pending().map(pending -> "a switchover is already scheduled for " + pending.at());
  }

  private static Suitability switchover(ChangePlan plan, ClusterReading reading) {
    Optional<MemberReading> leader = reading.leader().flatMap(reading::member);
    if (leader.isEmpty()) {
      return refused("nobody holds the leader key: that is Patroni's own to heal");
    }
    if (leader.get().access() == Access.WRITABLE) {
      return new Unfit(
          new Result.AlreadyTrue(
              leader.get().name() + " takes writes again: it needs no other in its place",
              details(reading)));
    }
    Optional<String> doubtful = doubtful(reading, leader.get().name());
    return doubtful.isPresent()
        ? refused(doubtful.get())
        : candidate(plan, reading, Reach.BY_PATRONI);
  }

  private static Suitability failover(ChangePlan plan, ClusterReading reading) {
    if (reading.leader().isPresent()) {
      return refused(
          reading.leader().get() + " holds the leader key: that is Patroni's own to heal");
    }
    Optional<String> doubtful = doubtful(reading, "");
    if (doubtful.isPresent()) {
      return refused(doubtful.get());
    }
    if (reading.settings().orElseThrow().strict()) {
      return refused("synchronous_mode_strict forbids a leader without a synchronous standby");
    }
    List<ClusterView.Entry> own = reading.candidates(Reach.BY_PATRONI, mostLag(plan, reading));
    if (!own.isEmpty()) {
      return refused("Patroni itself may promote " + own.get(0).name() + ": it is left to it");
    }
    return plan.parameters().beyondSynchronous()
        ? candidate(plan, reading, Reach.BEYOND_SYNCHRONOUS)
        : refused("no standby is left that Patroni may promote, and the plan allows no other");
  }

  /** A member of which it is not certain that it takes no writes. */
  private static Optional<String> doubtful(ClusterReading reading, String except) {
    return reading.members().stream()
        .filter(member -> !member.name().equals(except) && !member.access().takesNoWrites())
        .map(
            member ->
                member.access() == Access.WRITABLE
                    ? member.name() + " takes writes, and does not hold the leader key"
                    : "it is not known whether " + member.name() + " takes writes")
        .findFirst();
  }

  private static Suitability candidate(ChangePlan plan, ClusterReading reading, Reach reach) {
    long most = mostLag(plan, reading);
    return reading.candidates(reach, most).stream()
        .findFirst()
        .<Suitability>map(best -> new Fit(best, reading.settings().orElseThrow().loopSeconds()))
        .orElseGet(() -> refused("no healthy standby is at most " + most + " bytes behind"));
  }

  private static long mostLag(ChangePlan plan, ClusterReading reading) {
    long patronis = reading.settings().orElseThrow().maximumLagBytes();
    return Math.min(patronis, plan.parameters().mostLagBytes().orElse(patronis));
  }

  /** What was read, for people. */
  static SortedMap<String, String> details(ClusterReading reading) {
    SortedMap<String, String> details = new TreeMap<>();
    details.put("leader", reading.leader().orElse("none"));
    reading
        .view()
        .ifPresent(view -> view.timeline().ifPresent(line -> details.put("timeline", "" + line)));
    for (MemberReading member : reading.members()) {
      details.put("access." + member.name(), member.access().name());
    }
    return details;
  }

  private static String leads(Optional<String> leader) {
    return leader.map(name -> name + " leads").orElse("nobody leads");
  }

  private static Suitability refused(String reason) {
    return new Unfit(new Result.Refused(reason));
  }
}
