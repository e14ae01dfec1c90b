package io.homeostat.schemas.patroni;

import io.homeostat.schemas.patroni.MemberReading.Access;
import io.homeostat.schemas.patroni.MemberReading.Agent;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A cluster as it was at one time: the store's view of it, its settings, and each member asked by
 * itself. What could not be read is absent, and every judgement that needs it is absent too.
 *
 * @param view what Patroni's store has, if any agent could tell
 * @param settings Patroni's settings, if any agent could tell
 * @param members every member that the target lists, in its order
 */
public record ClusterReading(
    Optional<ClusterView> view, Optional<ClusterSettings> settings, List<MemberReading> members) {

  public ClusterReading {
    members = List.copyOf(members);
  }

  /** Which standbys count as candidates. */
  public enum Reach {
    /** Those that Patroni may promote by itself: in synchronous mode the synchronous ones. */
    BY_PATRONI,
    /** All that are near enough, also asynchronous ones of a synchronous cluster. */
    BEYOND_SYNCHRONOUS
  }

  /** Who holds the leader key, if that is known and anybody does. */
  public Optional<String> leader() {
    return view.flatMap(ClusterView::leader).map(ClusterView.Entry::name);
  }

  /** What was read of a member. */
  public Optional<MemberReading> member(String name) {
    return members.stream().filter(member -> member.name().equals(name)).findFirst();
  }

  /**
   * Whether the cluster is without a leader that takes writes: nobody holds the key, or its
   * holder's PostgreSQL is certainly closed. Absent where that can't be told.
   */
  public Optional<Boolean> leaderLost() {
    if (view.isEmpty()) {
      return Optional.empty();
    }
    Optional<Access> access = leader().flatMap(this::member).map(MemberReading::access);
    if (leader().isEmpty()) {
      return Optional.of(true);
    }
    return access.filter(read -> !read.unknown()).map(Access::takesNoWrites);
  }

  /**
   * Whether the leader is sick: its agent calls it healthy and goes on renewing the key, yet its
   * PostgreSQL answers no new connection, while another member's does, by the same way. Absent
   * where that can't be told.
   */
  public Optional<Boolean> leaderSick() {
    Optional<MemberReading> leader = leader().flatMap(this::member);
    Optional<Access> access = leader.map(MemberReading::access);
    if (access.filter(Access.WRITABLE::equals).isPresent()) {
      return Optional.of(false);
    }
    boolean mute = access.filter(Access.NO_ANSWER::equals).isPresent();
    boolean agentContent =
        leader.flatMap(MemberReading::agent).filter(Agent::runsPrimary).isPresent();
    boolean othersAnswer =
        members.stream().anyMatch(member -> member.access() == Access.IN_RECOVERY);
    return mute && agentContent && othersAnswer ? Optional.of(true) : Optional.empty();
  }

  /** How many members are known to take writes. */
  public int writableSeen() {
    return (int) members.stream().filter(member -> member.access() == Access.WRITABLE).count();
  }

  /** How many members take writes; absent while that is not known of every one. */
  public OptionalInt writable() {
    return members.stream().anyMatch(member -> member.access().unknown())
        ? OptionalInt.empty()
        : OptionalInt.of(writableSeen());
  }

  /**
   * The standbys that could lead, the best first: synchronous before others, then by lag, then by
   * name. Each is at work by its agent's word and by its own answer, on the cluster's newest
   * timeline, not barred by a tag, and at most {@code mostLagBytes} behind.
   */
  public List<ClusterView.Entry> candidates(Reach reach, long mostLagBytes) {
    if (view.isEmpty() || settings.isEmpty()) {
      return List.of();
    }
    boolean synchronousOnly = settings.get().synchronous() && reach == Reach.BY_PATRONI;
    return view.get().members().stream()
        .filter(entry -> !entry.leads() && entry.atWork() && !entry.barred())
        .filter(entry -> !synchronousOnly || entry.synchronous())
        .filter(entry -> entry.lagBytes().isPresent())
        .filter(entry -> entry.lagBytes().getAsLong() <= mostLagBytes)
        .filter(
            entry -> entry.timeline().isPresent() && entry.timeline().equals(view.get().timeline()))
        .filter(entry -> answersAsStandby(entry.name()))
        .sorted(
            Comparator.comparing(ClusterView.Entry::synchronous, Comparator.reverseOrder())
                .thenComparing(entry -> entry.lagBytes().getAsLong())
                .thenComparing(ClusterView.Entry::name))
        .toList();
  }

  private boolean answersAsStandby(String name) {
    return member(name)
        .filter(member -> member.access() == Access.IN_RECOVERY)
        .flatMap(MemberReading::agent)
        .filter(agent -> agent.state().equals("running"))
        .isPresent();
  }
}
