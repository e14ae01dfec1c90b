package io.homeostat.core.plan;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.Playbook;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the planner found in the rules for an incident. */
public sealed interface Choice {

  /**
   * A playbook applies.
   *
   * @param playbook the playbook
   * @param target what it would act on
   * @param cause the signal that it answers
   * @param change the change that it answers, where the playbook acts on what was changed
   */
  record Candidate(Playbook playbook, EntityId target, Signal cause, Optional<Change> change)
      implements Choice {

    /** The action's settings: the playbook's own, and what the action must know of the change. */
    public SortedMap<String, String> parameters() {
      TreeMap<String, String> parameters = new TreeMap<>(playbook.parameters());
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
          + target.name()
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
