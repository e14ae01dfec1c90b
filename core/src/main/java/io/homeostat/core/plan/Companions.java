package io.homeostat.core.plan;

import io.homeostat.core.correlate.Suspicion;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.PlaybookTarget;
import io.homeostat.core.topology.Topology;
import java.util.List;
import java.util.Optional;

/**
 * What was changed along with a change, and can't be taken back with it: a deployment whose
 * migration altered a table, say. What was there before the deployment does not know that table.
 *
 * @param target what a playbook takes back, and over what it does not
 * @param changes an incident's changes
 */
record Companions(PlaybookTarget.OfChange target, List<Change> changes) {
  /** A migration is run so long before or after its deployment. */
  private static final long ALONG_MILLIS = 300_000;

  /** What was changed along is known so long after: the probe reads the schema each 10 s. */
  private static final long KNOWN_MILLIS = 15_000;

  /**
   * Two changes that came together.
   *
   * @param change what would be taken back
   * @param companion what can't be
   */
  record Pair(Change change, Change companion) {

    /** Why nothing is done, for a person. */
    String words() {
      return "the "
          + change.kind()
          + " of "
          + change.entity().name()
          + change.delivery().map(each -> ", " + each.step() + ",").orElse("")
          + " came with a "
          + companion.kind()
          + " change ("
          + companion.summary()
          + "), and what was there before may not fit that";
    }
  }

  /** What came along with a change to what a failing entity needs. */
  Optional<Pair> of(Change change, EntityId sick, Topology topology) {
    return changes.stream()
        .filter(each -> target.unless().contains(each.kind()))
        .filter(each -> along(change, each))
        .filter(each -> Suspicion.liesBelow(each.entity(), sick, topology))
        .reduce((older, newer) -> newer)
        .map(each -> new Pair(change, each));
  }

  /**
   * The newest change that would be taken back, were not what came along with it the first suspect
   * itself.
   *
   * @param sick what fails in the way that is answered
   * @param earliestMillis no change that began before is looked at
   */
  Optional<Pair> broughtBy(
      EntityId suspect, List<Signal> sick, Topology topology, long earliestMillis) {
    return changes.stream()
        .filter(each -> each.kind().equals(target.change()))
        .filter(each -> each.state() != Change.State.BEGUN)
        .filter(each -> each.beganMillis() >= earliestMillis)
        .flatMap(
            each ->
                sick.stream()
                    .filter(signal -> Suspicion.liesBelow(each.entity(), signal.entity(), topology))
                    .flatMap(signal -> before(signal, each, topology).stream()))
        .filter(pair -> pair.companion().entity().equals(suspect))
        .reduce((older, newer) -> newer);
  }

  /** A failure may have begun with the migration, before the deployment did. */
  private Optional<Pair> before(Signal signal, Change change, Topology topology) {
    return of(change, signal.entity(), topology)
        .filter(
            pair ->
                signal.beganMillis()
                    >= Math.min(change.beganMillis(), pair.companion().beganMillis()));
  }

  /** Whether what came along with a change may still be to come. */
  boolean awaited(Change change, long nowMillis) {
    return !target.unless().isEmpty() && nowMillis < change.updatedMillis() + KNOWN_MILLIS;
  }

  private static boolean along(Change change, Change companion) {
    return companion.updatedMillis() >= change.beganMillis() - ALONG_MILLIS
        && companion.beganMillis() <= change.updatedMillis() + ALONG_MILLIS;
  }
}
