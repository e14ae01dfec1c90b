package io.homeostat.schemas.patroni;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A cluster as Patroni's store has it ({@code GET /cluster}): who holds the leader key, who the
 * members are, whether Patroni is paused.
 *
 * @param members in the order of their names
 * @param paused maintenance mode: Patroni acts on nothing by itself
 * @param pending a switchover that was asked for and has not come to its end
 */
public record ClusterView(List<Entry> members, boolean paused, Optional<Pending> pending) {

  /**
   * A member as it last told of itself.
   *
   * @param role {@code leader}, {@code sync_standby}, {@code replica}, …
   * @param state {@code running}, {@code streaming}, {@code starting}, {@code stopped}, …
   * @param timeline PostgreSQL's timeline, where it is known
   * @param lagBytes how far behind the leader's last known place it is; absent where unknown
   * @param barred a tag keeps it from becoming the leader
   */
  public record Entry(
      String name,
      String role,
      String state,
      OptionalLong timeline,
      OptionalLong lagBytes,
      boolean barred) {

    /** Whether Patroni itself counts it as synchronous, so that it has every confirmed commit. */
    public boolean synchronous() {
      return role.equals("sync_standby") || role.equals("quorum_standby");
    }

    /** Whether it holds the leader key. */
    public boolean leads() {
      return role.equals("leader") || role.equals("standby_leader");
    }

    /** Whether its PostgreSQL is at work, by its agent's word. */
    public boolean atWork() {
      return state.equals("running") || state.equals("streaming");
    }
  }

  /** A switchover that is about to begin. */
  public record Pending(String at, Optional<String> from, Optional<String> to) {}

  public ClusterView {
    members = List.copyOf(members);
  }

  /**
   * Reads the answer of {@code GET /cluster}.
   *
   * @throws IOException when it is none
   */
  public static ClusterView parse(String body) throws IOException {
    JsonTree tree = JsonTree.parse(body);
    return new ClusterView(
        tree.child("members").items().stream().map(ClusterView::entry).toList(),
        tree.child("pause").flag(),
        tree.child("scheduled_switchover")
            .child("at")
            .text()
            .map(
                at ->
                    new Pending(
                        at,
                        tree.child("scheduled_switchover").child("from").text(),
                        tree.child("scheduled_switchover").child("to").text())));
  }

  /** Who holds the leader key, if anybody does. */
  public Optional<Entry> leader() {
    return members.stream().filter(Entry::leads).findFirst();
  }

  /** The member of a name. */
  public Optional<Entry> member(String name) {
    return members.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /** The newest timeline that any member tells of. */
  public OptionalLong timeline() {
    return members.stream().flatMapToLong(entry -> entry.timeline().stream()).max();
  }

  private static Entry entry(JsonTree member) {
    return new Entry(
        member.child("name").text().orElse(""),
        member.child("role").text().orElse(""),
        member.child("state").text().orElse(""),
        member.child("timeline").whole(),
        member.child("lag").whole(),
        member.child("tags").child("nofailover").flag());
  }
}
