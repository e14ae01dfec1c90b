package io.homeostat.core.plan;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.Check;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.Playbook;
import io.homeostat.core.rules.PlaybookTarget;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the planner found in the rules for an incident. */
public sealed interface Choice {
  /** The parameter that tells people why; it decides nothing, and changes with each look. */
  String EXPLANATION = "signal_explanation";

  /**
   * A playbook applies.
   *
   * @param playbook the playbook
   * @param target what it would act on
   * @param cause the signal that it answers
   * @param change the change that it answers, where the playbook acts on what was changed
   * @param features what the target uses of what the signal tells of, where it acts on models
   */
  record Candidate(
      Playbook playbook,
      EntityId target,
      Signal cause,
      Optional<Change> change,
      List<String> features)
      implements Choice {
    public Candidate {
      features = List.copyOf(features);
    }

    /**
     * What shows the failure: the entity of the signal. Of models it is what the first symptom that
     * verifies the action is told of, as what they use is not what suffers.
     */
    public EntityId sick() {
      return playbook.target() instanceof PlaybookTarget.OfModels
          ? playbook.checks().stream()
              .filter(check -> check.role() == Check.Role.SYMPTOM)
              .flatMap(check -> check.entity().stream())
              .findFirst()
              .map(EntityId::parse)
              .orElse(cause.entity())
          : cause.entity();
    }

    /**
     * What the action must know beside the playbook's settings: of the change, or of the signal
     * where it acts on models.
     */
    public SortedMap<String, String> told() {
      TreeMap<String, String> parameters = new TreeMap<>();
      if (playbook.target() instanceof PlaybookTarget.OfModels) {
        parameters.put("signal_id", cause.id());
        parameters.put("signal_kind", cause.kind());
        parameters.put("signal_rule", cause.rule());
        parameters.put("signal_entity", cause.entity().text());
        parameters.put("signal_began", Instant.ofEpochMilli(cause.beganMillis()).toString());
        parameters.put("signal_features", String.join(",", features));
        parameters.put(EXPLANATION, cause.explanation());
      }
      change.ifPresent(
          changed -> {
            parameters.put("change_id", changed.id());
            changed
                .delivery()
                .ifPresent(
                    delivery -> {
                      parameters.put("change_from", delivery.from());
                      parameters.put("change_to", delivery.to());
                      parameters.put("change_through", delivery.through());
                    });
          });
      return Collections.unmodifiableSortedMap(parameters);
    }

    /** What it would act on, for a person. */
    public String subject() {
      return playbook.action()
          + " on "
          + target.called()
          + change.flatMap(Change::delivery).map(each -> ", " + each.step()).orElse("");
    }
  }

  /**
   * None applies, or none that may be proposed now.
   *
   * @param why one sentence
   * @param exhausted true when a playbook applies that was tried as often as it may be, or is held:
   *     a person is needed
   */
  record Nothing(String why, boolean exhausted) implements Choice {}
}
