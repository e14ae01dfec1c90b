package io.homeostat.core.plan;

import io.homeostat.core.correlate.Question;
import io.homeostat.core.model.Check;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.rules.ObservedParameters;
import io.homeostat.core.rules.Playbook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must be observed before a playbook may be proposed: the series of every check that will
 * verify it, for what can't be seen before can't be compared after; and every series that its
 * precondition or its parameters speak of.
 */
final class Inquiry {
  /** Late samples are awaited for five seconds, and steps are five seconds long. */
  private static final long COMPLETE_MILLIS = 10_000;

  private record Subject(EntityId entity, String series) {}

  private Inquiry() {}

  /** The checks of a playbook on a target. */
  static List<Check> checks(Playbook playbook, EntityId target) {
    return playbook.checks().stream()
        .map(
            rule ->
                new Check(
                    rule.role(),
                    rule.entity().map(EntityId::parse).orElse(target),
                    rule.series(),
                    rule.atMost()))
        .toList();
  }

  /** The untouched peer: that of the first check that has one. */
  static Optional<EntityId> peer(Playbook playbook, EntityId target) {
    return checks(playbook, target).stream()
        .filter(check -> check.role() == Check.Role.PEER)
        .map(Check::entity)
        .findFirst();
  }

  /**
   * The end of the time to ask about. A window is complete, and is answered, {@value
   * #COMPLETE_MILLIS} ms after its end; so the question is about the time up to then, but always
   * about as much time since the failure began.
   */
  static long endMillis(long causeBeganMillis, long nowMillis) {
    return Math.min(
        nowMillis, Math.max(nowMillis - COMPLETE_MILLIS, causeBeganMillis + COMPLETE_MILLIS));
  }

  /**
   * The questions, each series once.
   *
   * @param sick the entity whose failure is answered
   */
  static List<Question> questions(
      Playbook playbook, EntityId target, EntityId sick, String purpose, long endMillis) {
    List<Subject> subjects = new ArrayList<>();
    checks(playbook, target).forEach(c -> subjects.add(new Subject(c.entity(), c.series())));
    Mentions mentions = Mentions.in(playbook.require().source());
    mentions.target().forEach(series -> subjects.add(new Subject(target, series)));
    mentions.symptom().forEach(series -> subjects.add(new Subject(sick, series)));
    ObservedParameters.series(playbook.parameters())
        .forEach(series -> subjects.add(new Subject(target, series)));
    peer(playbook, target)
        .ifPresent(
            peer -> mentions.peer().forEach(series -> subjects.add(new Subject(peer, series))));
    return subjects.stream()
        .distinct()
        .map(
            subject ->
                Question.of(
                    purpose,
                    subject.entity(),
                    subject.series(),
                    endMillis - playbook.beforeMillis(),
                    endMillis))
        .toList();
  }
}
