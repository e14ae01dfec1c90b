package io.homeostat.actuators.patroni;

import io.homeostat.actuators.action.Result;
import io.homeostat.schemas.patroni.ClusterReading;
import io.homeostat.schemas.patroni.ClusterView;
import io.homeostat.schemas.patroni.MemberReading.Access;
import java.util.SortedMap;

/** Where a change of leaders stands, by the cluster alone. */
sealed interface Standing {
  /** Another leads, on a later timeline, and of every member it is known that no other does. */
  record Changed(Result.Applied result) implements Standing {}

  /** All is as planned upon, and nothing is scheduled. */
  record AsBefore(long loopSeconds) implements Standing {}

  /** It is between the two, or not all of it can be read. */
  record Between(String what) implements Standing {}

  /** Judges one reading. */
  static Standing of(ChangePlan plan, ClusterReading reading) {
    if (reading.view().isEmpty() || reading.settings().isEmpty()) {
      return new Between("no agent of " + plan.target().name() + " tells how the cluster is");
    }
    ClusterView view = reading.view().get();
    long timeline = view.timeline().orElse(0);
    int leader = reading.leader().map(plan.target()::number).orElse(0);
    if (view.pending().isPresent()) {
      return new Between("the switchover is scheduled and not done");
    }
    if (timeline > plan.parameters().timeline()) {
      return changed(plan, reading, timeline);
    }
    return leader == plan.parameters().leader() && timeline == plan.parameters().timeline()
        ? new AsBefore(reading.settings().get().loopSeconds())
        : new Between("the leader key has changed hands, and no new timeline has begun");
  }

  private static Standing changed(ChangePlan plan, ClusterReading reading, long timeline) {
    if (reading.writable().isEmpty()) {
      return new Between("it is not known of every member whether it takes writes");
    }
    if (reading.writable().getAsInt() != 1) {
      return new Between(reading.writable().getAsInt() + " members take writes; there must be one");
    }
    boolean leads =
        reading
            .leader()
            .flatMap(reading::member)
            .filter(member -> member.access() == Access.WRITABLE)
            .isPresent();
    if (!leads) {
      return new Between("whoever holds the leader key does not take writes");
    }
    SortedMap<String, String> details = Suitability.details(reading);
    details.put("timeline.before", "" + plan.parameters().timeline());
    return new Changed(
        new Result.Applied(
            reading.leader().orElseThrow()
                + " leads since timeline "
                + timeline
                + ", and no other member takes writes",
            details));
  }
}
