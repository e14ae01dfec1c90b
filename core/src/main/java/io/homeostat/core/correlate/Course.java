package io.homeostat.core.correlate;

import io.homeostat.core.model.Incident;
import java.util.List;
import java.util.Optional;

/**
 * Where an incident stands, and what it waits for. Each case has the transitions that lead out of
 * it. {@link Acting#on} and {@link Watching#over} are open from everywhere: an effect of ours is
 * followed to its verdict wherever the word of it comes from.
 */
public sealed interface Course {
  /** When nothing is due by itself. */
  long NEVER = Long.MAX_VALUE;

  Incident.State state();

  /** Why nothing is being done; empty while something is. */
  default String inaction() {
    return "";
  }

  /** The lane time at which it goes on by itself; {@link #NEVER} if it does not. */
  default long dueMillis() {
    return NEVER;
  }

  /** True when nothing of ours is under way, so that it may close once its signals are resolved. */
  default boolean mayClose() {
    return false;
  }

  /** The attempt under way, if there is one. */
  default Optional<Attempt> attempt() {
    return Optional.empty();
  }

  /** What the telemetry lanes have been asked and is still of use. */
  default List<Question> questions() {
    return List.of();
  }

  /** The same after ticks were missing for a while: what waits for others waits as much longer. */
  default Course later(long byMillis) {
    return this;
  }

  /**
   * Nothing is under way.
   *
   * @param why why not, one sentence
   * @param retryMillis when to look again; {@link #NEVER} to wait until something changes
   */
  record Waiting(String why, long retryMillis) implements Course {
    @Override
    public Incident.State state() {
      return Incident.State.OPEN;
    }

    @Override
    public String inaction() {
      return why;
    }

    @Override
    public long dueMillis() {
      return retryMillis;
    }

    @Override
    public boolean mayClose() {
      return true;
    }

    /** Something changed: look again at the next tick. */
    public Waiting look(long nowMillis) {
      return new Waiting(why, Math.min(retryMillis, nowMillis));
    }

    /** A plan asks for its evidence. */
    public Asking ask(Draft draft) {
      return new Asking(draft);
    }
  }

  /**
   * A plan waits for its evidence.
   *
   * @param draft the plan
   */
  record Asking(Draft draft) implements Course {
    @Override
    public Incident.State state() {
      return Incident.State.OPEN;
    }

    @Override
    public String inaction() {
      return draft.waitsFor();
    }

    @Override
    public long dueMillis() {
      return draft.complete() ? draft.readyMillis() : draft.deadlineMillis();
    }

    @Override
    public List<Question> questions() {
      return draft.questions();
    }

    @Override
    public Asking later(long byMillis) {
      return new Asking(draft.later(byMillis));
    }

    @Override
    public boolean mayClose() {
      return true;
    }

    public Asking answer(Reading reading) {
      return new Asking(draft.with(reading));
    }

    public Waiting refrain(String why, long retryMillis) {
      return new Waiting(why, retryMillis);
    }

    public Proposed propose(Attempt attempt) {
      return new Proposed(attempt, "");
    }
  }

  /**
   * The governor has the proposal.
   *
   * @param plan what was proposed
   * @param awaiting what is awaited, if it is a person's approval; else empty
   */
  record Proposed(Attempt plan, String awaiting) implements Course {
    private static final long DECISION_GRACE_MILLIS = 15_000;

    @Override
    public Incident.State state() {
      return Incident.State.PROPOSED;
    }

    @Override
    public String inaction() {
      return awaiting;
    }

    @Override
    public long dueMillis() {
      return plan.deadlineMillis() + DECISION_GRACE_MILLIS;
    }

    @Override
    public Optional<Attempt> attempt() {
      return Optional.of(plan);
    }

    /** While a person is waited for, what has gone away by itself needs no plan. */
    @Override
    public boolean mayClose() {
      return !awaiting.isEmpty();
    }

    /** A person's word is awaited until then. */
    public Proposed await(String reason, long untilMillis) {
      return new Proposed(plan.until(untilMillis), reason);
    }

    public Waiting turnedDown(String why, long retryMillis) {
      return new Waiting(why, retryMillis);
    }
  }

  /**
   * An action was granted.
   *
   * @param plan what is done
   * @param begun true when its intent is known, so that it may have had its effect
   * @param overdueMillis when its intent, or then its outcome, should be known
   * @param before what was asked about the time before it, one question per check
   */
  record Acting(Attempt plan, boolean begun, long overdueMillis, List<Question> before)
      implements Course {
    private static final long GRACE_MILLIS = 30_000;

    /** From wherever the word of a grant comes. */
    public static Acting on(
        Attempt attempt, String command, List<Question> before, long nowMillis) {
      return new Acting(
          attempt.granted(command),
          false,
          Math.max(nowMillis, attempt.deadlineMillis()) + GRACE_MILLIS,
          before);
    }

    /** Its intent is known. */
    public Acting begin(long nowMillis) {
      return begun
          ? this
          : new Acting(plan, true, nowMillis + plan.limitMillis() + GRACE_MILLIS, before);
    }

    @Override
    public Incident.State state() {
      return Incident.State.ACTING;
    }

    @Override
    public long dueMillis() {
      return overdueMillis;
    }

    @Override
    public Optional<Attempt> attempt() {
      return Optional.of(plan);
    }

    @Override
    public Acting later(long byMillis) {
      return new Acting(plan, begun, overdueMillis + byMillis, before);
    }

    @Override
    public List<Question> questions() {
      return before;
    }

    /** The outcome stays unknown: a person is needed, and the outcome is still awaited. */
    public Escalated overdue(String reason) {
      return new Escalated(reason, Optional.of(this));
    }
  }

  /**
   * The action is done; its effect is watched.
   *
   * @param plan what was done
   * @param effect when
   * @param watch what is watched
   */
  record Watching(Attempt plan, Effect effect, Watch watch) implements Course {

    /** From wherever the word of an effect comes. */
    public static Watching over(
        Attempt attempt, String command, Effect effect, List<Question> before) {
      return new Watching(
          attempt.granted(command), effect, Watch.over(effect, attempt.verification(), before));
    }

    @Override
    public Incident.State state() {
      return Incident.State.VERIFYING;
    }

    @Override
    public long dueMillis() {
      return watch.after().isEmpty() ? watch.toMillis() : watch.patienceMillis();
    }

    @Override
    public Optional<Attempt> attempt() {
      return Optional.of(plan);
    }

    @Override
    public List<Question> questions() {
      return watch.questions();
    }

    @Override
    public Watching later(long byMillis) {
      return new Watching(plan, effect, watch.later(byMillis));
    }

    public Watching with(Watch next) {
      return new Watching(plan, effect, next);
    }

    public Verified verified(long nowMillis) {
      return new Verified(plan, nowMillis, nowMillis + Verified.LONGEST_MILLIS);
    }

    /** It did not help, and may be tried again. */
    public Waiting again(String why, long retryMillis) {
      return new Waiting(why, retryMillis);
    }
  }

  /**
   * The effect is verified; the signals are about to resolve.
   *
   * @param plan what was done
   * @param sinceMillis the lane's time of the verdict
   * @param nextMillis when to look again
   */
  record Verified(Attempt plan, long sinceMillis, long nextMillis) implements Course {
    /** How long the signals may take to resolve. */
    public static final long LONGEST_MILLIS = 60_000;

    @Override
    public Incident.State state() {
      return Incident.State.VERIFYING;
    }

    @Override
    public long dueMillis() {
      return nextMillis;
    }

    @Override
    public Verified later(long byMillis) {
      return new Verified(plan, sinceMillis + byMillis, nextMillis + byMillis);
    }

    public Healed heal(long nowMillis) {
      return new Healed(nowMillis);
    }

    public Waiting persists(String why, long nowMillis) {
      return new Waiting(why, nowMillis);
    }
  }

  /**
   * Closed: an action was taken and verified.
   *
   * @param closedMillis the lane's time
   */
  record Healed(long closedMillis) implements Course, Closed {
    @Override
    public Incident.State state() {
      return Incident.State.HEALED;
    }
  }

  /**
   * Closed: it went away without a verified action of ours.
   *
   * @param closedMillis the lane's time
   */
  record Resolved(long closedMillis) implements Course, Closed {

    @Override
    public Incident.State state() {
      return Incident.State.RESOLVED;
    }
  }

  /**
   * A person is needed.
   *
   * @param reason why, one sentence
   * @param unresolved the action whose outcome is not known, if there is one: until it is, nothing
   *     else is done
   */
  record Escalated(String reason, Optional<Acting> unresolved) implements Course {
    /** With nothing under way. */
    public static Escalated because(String reason) {
      return new Escalated(reason, Optional.empty());
    }

    @Override
    public Incident.State state() {
      return Incident.State.ESCALATED;
    }

    @Override
    public String inaction() {
      return reason;
    }

    @Override
    public Optional<Attempt> attempt() {
      return unresolved.map(Acting::plan);
    }

    @Override
    public List<Question> questions() {
      return unresolved.map(Acting::before).orElse(List.of());
    }

    @Override
    public boolean mayClose() {
      return unresolved.isEmpty();
    }

    /** New rules may know a way. */
    public Waiting reconsider(String why, long nowMillis) {
      return new Waiting(why, nowMillis);
    }
  }
}
