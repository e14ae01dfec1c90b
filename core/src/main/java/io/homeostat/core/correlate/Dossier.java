package io.homeostat.core.correlate;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Moment;
import io.homeostat.core.model.Signal;
import java.util.Optional;

/**
 * All that is known of one incident. Immutable.
 *
 * @param id derived from the system and the first signal
 * @param system the system concerned
 * @param openedMillis when its first signal began
 * @param firstSeenMillis the lane's time when it was opened
 * @param activeMillis the newest of all that happened to it, in event time
 * @param members its signals and changes
 * @param chronicle all that happened
 * @param course where it stands
 * @param efforts what was tried
 * @param quietMillis the lane time since which every signal is resolved
 * @param rules the version of the rules that judged last
 * @param sent what people have been told
 */
public record Dossier(
    String id,
    String system,
    long openedMillis,
    long firstSeenMillis,
    long activeMillis,
    Members members,
    Chronicle chronicle,
    Course course,
    Efforts efforts,
    Optional<Long> quietMillis,
    String rules,
    Sent sent) {

  /**
   * What people have been told, and when the incident is looked at next.
   *
   * @param revision the newest revision; 0 before the first
   * @param due true when something visible changed since
   * @param wakeMillis the earliest lane time for which it stands in the queue; {@link Course#NEVER}
   *     if it does not
   */
  public record Sent(int revision, boolean due, long wakeMillis) {}

  /** An incident that a signal opens. */
  public static Dossier open(Signal first, String rules, long nowMillis) {
    String id = Ids.of("incident", first.system(), first.id());
    return new Dossier(
        id,
        first.system(),
        first.beganMillis(),
        nowMillis,
        first.updatedMillis(),
        Members.EMPTY,
        Chronicle.EMPTY.with(
            first.beganMillis(),
            Moment.Kind.OPENED,
            "Opened by a signal in system " + first.system(),
            first.id()),
        new Course.Waiting("no plan was looked for yet", nowMillis),
        Efforts.NONE,
        Optional.empty(),
        rules,
        new Sent(0, true, Course.NEVER));
  }

  /**
   * The incident of an undo that a person has asked for: it has no signals, and is over when the
   * undo is.
   */
  public static Dossier undoing(
      String id, String system, String title, String proposalId, String rules, long nowMillis) {
    return new Dossier(
        id,
        system,
        nowMillis,
        nowMillis,
        nowMillis,
        Members.EMPTY,
        Chronicle.EMPTY.with(nowMillis, Moment.Kind.OPENED, title, proposalId),
        new Course.Waiting("the undo was not looked at yet", nowMillis),
        Efforts.NONE,
        Optional.of(nowMillis),
        rules,
        new Sent(0, true, Course.NEVER));
  }

  /** True for what signals tell of; false for what a person wished. */
  public boolean ofSignals() {
    return !members.signals().isEmpty();
  }

  public boolean closed() {
    return course.state().closed();
  }

  /** True when an attempt is under way that was granted: the word of another does not end it. */
  public boolean committed() {
    return !(course instanceof Course.Proposed) && course.attempt().isPresent();
  }

  /** The lane time at which it was closed, if it is. */
  public Optional<Long> closedMillis() {
    return course instanceof Closed closed ? Optional.of(closed.closedMillis()) : Optional.empty();
  }

  /** The kinds of failure on an entity are all resolved: what a plan was to answer is gone. */
  public boolean resolved(Cause cause) {
    return members.resolved(cause.entity(), cause.kind());
  }

  /** With a signal in its newest state. */
  public Dossier with(Signal signal, long nowMillis) {
    Members next = members.with(signal);
    Optional<Long> quiet =
        next.resolved() ? quietMillis.or(() -> Optional.of(nowMillis)) : Optional.empty();
    return new Dossier(
        id,
        system,
        Math.min(openedMillis, signal.beganMillis()),
        firstSeenMillis,
        Math.max(activeMillis, signal.updatedMillis()),
        next,
        chronicle,
        course,
        efforts,
        quiet,
        rules,
        sent);
  }

  public Dossier with(Change change) {
    return copy(members.with(change), chronicle, course, efforts);
  }

  public Dossier with(Course next) {
    return copy(members, chronicle, next, efforts);
  }

  public Dossier with(Efforts next) {
    return copy(members, chronicle, course, next);
  }

  public Dossier with(Chronicle next) {
    return copy(members, next, course, efforts);
  }

  /** With an entry of the timeline more. */
  public Dossier noting(long timeMillis, Moment.Kind kind, String text, String reference) {
    return with(chronicle.with(timeMillis, kind, text, reference));
  }

  public Dossier with(Sent next) {
    return new Dossier(
        id,
        system,
        openedMillis,
        firstSeenMillis,
        activeMillis,
        members,
        chronicle,
        course,
        efforts,
        quietMillis,
        rules,
        next);
  }

  /** Judged by these rules. */
  public Dossier judgedBy(String version) {
    return new Dossier(
        id,
        system,
        openedMillis,
        firstSeenMillis,
        activeMillis,
        members,
        chronicle,
        course,
        efforts,
        quietMillis,
        version,
        sent);
  }

  /** With something that happened to it at a time: what begins soon after belongs to it. */
  public Dossier active(long timeMillis) {
    return timed(Math.max(activeMillis, timeMillis), quietMillis);
  }

  /** After ticks were missing for a while. */
  public Dossier later(long byMillis) {
    return timed(activeMillis, quietMillis.map(since -> since + byMillis))
        .with(course.later(byMillis));
  }

  private Dossier timed(long active, Optional<Long> quiet) {
    return new Dossier(
        id,
        system,
        openedMillis,
        firstSeenMillis,
        active,
        members,
        chronicle,
        course,
        efforts,
        quiet,
        rules,
        sent);
  }

  private Dossier copy(Members m, Chronicle c, Course next, Efforts e) {
    return new Dossier(
        id,
        system,
        openedMillis,
        firstSeenMillis,
        activeMillis,
        m,
        c,
        next,
        e,
        quietMillis,
        rules,
        sent);
  }
}
