package io.homeostat.core.correlate;

import io.homeostat.core.model.EntityId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A plan that waits for its evidence.
 *
 * @param playbook the rule
 * @param target what would be acted on
 * @param causeId the signal that it answers
 * @param sick what shows the failure, most often the entity that this signal tells of
 * @param generation its number among the incident's plans
 * @param rules the version of the rules
 * @param skipped the playbooks before it whose precondition does not hold, and why: one sentence
 *     each
 * @param questions what was asked
 * @param readings what was answered so far
 * @param readyMillis it is not proposed before this, so that signals which come together are seen
 *     together
 * @param deadlineMillis answers are awaited until then
 */
public record Draft(
    String playbook,
    EntityId target,
    String causeId,
    EntityId sick,
    int generation,
    String rules,
    List<Skipped> skipped,
    List<Question> questions,
    List<Reading> readings,
    long readyMillis,
    long deadlineMillis) {

  /**
   * A playbook that was passed over.
   *
   * @param playbook its name
   * @param target what it would have acted on
   * @param why one sentence
   */
  public record Skipped(String playbook, EntityId target, String why) {}

  public Draft {
    skipped = List.copyOf(skipped);
    questions = List.copyOf(questions);
    readings = List.copyOf(readings);
  }

  /** With an answer more; a second answer to one question changes nothing. */
  public Draft with(Reading reading) {
    boolean asked = questions.stream().anyMatch(each -> each.id().equals(reading.questionId()));
    if (!asked || reading(reading.questionId()).isPresent()) {
      return this;
    }
    List<Reading> more = new ArrayList<>(readings);
    more.add(reading);
    return answered(more, deadlineMillis);
  }

  /** With its deadline later by this much. */
  Draft later(long byMillis) {
    return answered(readings, deadlineMillis + byMillis);
  }

  /** The answer to a question, if it has come. */
  public Optional<Reading> reading(String questionId) {
    return readings.stream().filter(each -> each.questionId().equals(questionId)).findFirst();
  }

  /** True when every question has its answer. */
  public boolean complete() {
    return readings.size() == questions.size();
  }

  /** What is missing before it can be proposed, for a person. */
  String waitsFor() {
    List<String> missing =
        questions.stream()
            .filter(question -> reading(question.id()).isEmpty())
            .map(Question::subject)
            .toList();
    return missing.isEmpty()
        ? playbook + " waits for signals that may still come"
        : playbook + " waits for evidence: " + String.join(", ", missing);
  }

  private Draft answered(List<Reading> answers, long deadline) {
    return new Draft(
        playbook,
        target,
        causeId,
        sick,
        generation,
        rules,
        skipped,
        questions,
        answers,
        readyMillis,
        deadline);
  }
}
