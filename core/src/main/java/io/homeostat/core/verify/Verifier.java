package io.homeostat.core.verify;

import io.homeostat.core.correlate.Attempt;
import io.homeostat.core.correlate.Course;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.correlate.Effect;
import io.homeostat.core.correlate.Efforts;
import io.homeostat.core.correlate.Question;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Verdict;
import java.util.List;

/** Asks what an effect's checks need, and makes the verdict. */
public final class Verifier {
  /**
   * The longest window of which the telemetry lanes still have fine steps when they answer: they
   * keep them for ten minutes.
   */
  private static final long LONGEST_FINE_MILLIS = 480_000;

  /** The time before is at least this long, where the rules ask for as much: two fine steps. */
  private static final long LEAST_MILLIS = 10_000;

  private Verifier() {}

  /**
   * What was before, one question per check. It is asked when the action is granted, for after a
   * long action the telemetry lanes would remember the time before it in minutes only. The time
   * before the failure began is left out: it would make what was sick look half well.
   *
   * @param endMillis the last time at which the target was surely as before
   */
  public static List<Question> before(Attempt plan, long endMillis) {
    long sickMillis = Math.min(plan.causeBeganMillis(), endMillis - LEAST_MILLIS);
    long from = Math.max(endMillis - plan.verification().beforeMillis(), sickMillis);
    return questions(plan, "before", from, endMillis);
  }

  /**
   * What was asked about the time before, if that was before the effect; else the questions that
   * should be asked.
   */
  public static List<Question> before(Attempt plan, Effect effect, List<Question> asked) {
    boolean sound =
        !effect.already()
            && !asked.isEmpty()
            && asked.stream().allMatch(each -> each.toMillis() <= effect.beforeEndMillis());
    return sound ? asked : before(plan, effect.beforeEndMillis());
  }

  /** The watch over an effect of which nothing was asked yet. */
  public static Course.Watching watch(Efforts.Unjudged done) {
    Attempt plan = done.plan();
    return Course.Watching.over(
        plan, plan.commandId(), done.effect(), before(plan, done.effect(), List.of()));
  }

  /**
   * What came after, one question per check, with the time of the action itself where the telemetry
   * lanes remember all of it finely. An answer comes only once the telemetry lane has passed the
   * window's end: it is itself the proof that the lane does not lag.
   */
  public static List<Question> after(Course.Watching watching) {
    Effect effect = watching.effect();
    long to = watching.watch().toMillis();
    boolean fine = to - effect.beforeEndMillis() <= LONGEST_FINE_MILLIS;
    long from = fine ? effect.beforeEndMillis() : Math.min(effect.endedMillis(), to);
    return questions(watching.plan(), "after", from, to);
  }

  private static List<Question> questions(Attempt plan, String what, long from, long to) {
    String purpose = "verify/" + plan.proposalId() + "/" + what + "/";
    return plan.verification().checks().stream()
        .map(c -> Question.of(purpose + c.role(), c.entity(), c.series(), from, to))
        .toList();
  }

  /** The verdict on an action. */
  public static Verdict verdict(
      Dossier dossier,
      Course.Watching watching,
      Verdict.Result result,
      Judgement judgement,
      long nowMillis) {
    Attempt plan = watching.plan();
    return new Verdict(
        Ids.of("verdict", plan.commandId()),
        plan.commandId(),
        plan.proposalId(),
        dossier.id(),
        dossier.system(),
        plan.target(),
        result,
        judgement.reason(),
        judgement.plots(),
        watching.effect().endedMillis(),
        nowMillis);
  }
}
