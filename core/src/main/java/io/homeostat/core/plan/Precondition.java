package io.homeostat.core.plan;

import io.homeostat.core.correlate.Draft;
import io.homeostat.core.correlate.Question;
import io.homeostat.core.correlate.Reading;
import io.homeostat.core.detect.Amount;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Evidence;
import io.homeostat.core.rules.Playbook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Judges a draft's evidence: all of it must be there and fresh, and the precondition must hold. */
final class Precondition {

  private Precondition() {}

  static Finding judge(Draft draft, Playbook playbook, long nowMillis) {
    Optional<EntityId> peer = Inquiry.peer(playbook, draft.target());
    if (peer.filter(draft.target()::equals).isPresent()) {
      return new Finding.Fails(
          playbook.name() + " has no untouched peer: it compares the target with itself");
    }
    List<String> missing = new ArrayList<>();
    List<Evidence> evidence = new ArrayList<>();
    SortedMap<String, Double> target = new TreeMap<>();
    SortedMap<String, Double> symptom = new TreeMap<>();
    SortedMap<String, Double> beside = new TreeMap<>();
    for (Question question : draft.questions()) {
      Optional<Reading> reading = draft.reading(question.id());
      if (reading.filter(r -> r.since(nowMillis - playbook.freshMillis())).isEmpty()) {
        missing.add(question.subject() + (reading.isEmpty() ? " (no answer)" : " (no fresh data)"));
      } else {
        evidence.add(evidence(question, reading.get()));
        double value = reading.get().value();
        put(target, question, value, draft.target());
        put(symptom, question, value, draft.sick());
        peer.ifPresent(each -> put(beside, question, value, each));
      }
    }
    return missing.isEmpty()
        ? evaluate(playbook, Map.of("target", target, "symptom", symptom, "peer", beside), evidence)
        : new Finding.Unclear(
            playbook.name() + " is UNKNOWN for want of evidence: " + String.join(", ", missing));
  }

  private static void put(
      SortedMap<String, Double> means, Question question, double value, EntityId entity) {
    if (question.entity().equals(entity)) {
      means.put(question.series(), value);
    }
  }

  private static Finding evaluate(
      Playbook playbook, Map<String, SortedMap<String, Double>> means, List<Evidence> evidence) {
    String source = playbook.require().source();
    String with = ", with " + new TreeMap<>(means);
    return switch (playbook.require().evaluate(means)) {
      case PASS -> new Finding.Holds(List.copyOf(evidence));
      case FAIL ->
          new Finding.Fails(playbook.name() + "'s precondition does not hold: " + source + with);
      case UNKNOWN ->
          new Finding.Unclear(playbook.name() + "'s precondition is UNKNOWN: " + source + with);
    };
  }

  static Evidence evidence(Question question, Reading reading) {
    return new Evidence(
        question.subject() + " is " + Amount.of(question.series(), reading.value()),
        question.entity(),
        question.series(),
        reading.value(),
        reading.atMillis());
  }
}
