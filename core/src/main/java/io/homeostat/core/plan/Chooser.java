package io.homeostat.core.plan;

import io.homeostat.core.correlate.Cause;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.correlate.Draft;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.Condition;
import io.homeostat.core.rules.Playbook;
import io.homeostat.core.rules.RuleSet;
import io.homeostat.core.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Chooses what to propose: the first playbook in the rules' order that applies, on the worst of the
 * entities that it may act on. Only signals that fire count; what is UNKNOWN is no ground to act.
 */
public final class Chooser {
  private static final int MOST_REASONS = 3;
  private final RuleSet rules;
  private final Topology topology;
  private final String context;
  private final Function<EntityId, Optional<String>> busy;

  /**
   * A chooser.
   *
   * @param topology what depends on what
   * @param context the versions of the rules and the topology
   * @param busy the other incident that acts on an entity, if there is one
   */
  public Chooser(
      RuleSet rules, Topology topology, String context, Function<EntityId, Optional<String>> busy) {
    this.rules = rules;
    this.topology = topology;
    this.context = context;
    this.busy = busy;
  }

  /**
   * What to propose.
   *
   * @param skipped what this round has already found not to hold
   */
  public Choice choose(Dossier dossier, List<Draft.Skipped> skipped, long nowMillis) {
    List<Signal> firing = dossier.members().in(Signal.State.FIRING);
    if (firing.isEmpty()) {
      return new Choice.Nothing(
          dossier.members().in(Signal.State.UNKNOWN).isEmpty()
              ? "every signal has resolved"
              : "nothing is done on what is not known",
          false);
    }
    if (rules.playbooks().isEmpty()) {
      return new Choice.Nothing(
          rules.version().isEmpty() ? "no rules have come yet" : "the rules have no playbook",
          false);
    }
    List<String> reasons = new ArrayList<>();
    skipped.forEach(each -> reasons.add(each.why()));
    List<String> unfit = new ArrayList<>();
    boolean exhausted = false;
    Map<String, ?> view = IncidentView.of(dossier, firing, nowMillis);
    for (Playbook playbook : rules.playbooks()) {
      Gate.Answer applies = playbook.when().evaluate(view);
      if (applies != Gate.Answer.PASS) {
        unfit.add(unfit(playbook, applies, view));
        continue;
      }
      Targets targets = Targets.of(playbook, dossier, firing, rules, topology, nowMillis);
      if (targets.held()) {
        exhausted = true;
        reasons.add(targets.why());
      } else if (targets.candidates().isEmpty()) {
        unfit.add(targets.why());
      } else if (dossier.efforts().attempts(playbook.name()) >= playbook.mostAttempts()) {
        exhausted = true;
        reasons.add(
            playbook.name() + " was tried as often as it may be (" + playbook.mostAttempts() + ")");
      } else {
        Optional<Choice.Candidate> free = free(dossier, targets.candidates(), skipped, reasons);
        if (free.isPresent()) {
          return free.get();
        }
      }
    }
    return new Choice.Nothing(
        reasons.isEmpty() ? "no playbook applies: " + join(unfit) : join(reasons), exhausted);
  }

  private Optional<Choice.Candidate> free(
      Dossier dossier,
      List<Choice.Candidate> candidates,
      List<Draft.Skipped> skipped,
      List<String> reasons) {
    for (Choice.Candidate candidate : candidates) {
      EntityId target = candidate.target();
      Optional<String> settled =
          dossier.efforts().settled(target, Cause.of(candidate.cause()), context);
      Optional<String> other = busy.apply(target).filter(id -> !id.equals(dossier.id()));
      if (settled.isPresent()) {
        reasons.add(settled.get());
      } else if (other.isPresent()) {
        reasons.add("incident " + other.get() + " acts on " + target.called());
      } else if (!passed(candidate, skipped)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static boolean passed(Choice.Candidate candidate, List<Draft.Skipped> skipped) {
    return skipped.stream()
        .filter(each -> each.playbook().equals(candidate.playbook().name()))
        .anyMatch(each -> each.target().equals(candidate.target()));
  }

  /** Says which parts of a playbook's condition make it what it is. */
  private static String unfit(Playbook playbook, Gate.Answer applies, Map<String, ?> view) {
    String parts =
        playbook.when().parts().stream()
            .filter(part -> part.evaluate(view) == applies)
            .map(Condition::source)
            .collect(Collectors.joining(", and "));
    return playbook.name()
        + (applies == Gate.Answer.FAIL ? " does not answer this: " : " can't tell: ")
        + (parts.isEmpty() ? playbook.when().source() : parts);
  }

  private static String join(List<String> reasons) {
    List<String> distinct = reasons.stream().distinct().toList();
    String text = String.join("; ", distinct.subList(0, Math.min(MOST_REASONS, distinct.size())));
    return distinct.size() > MOST_REASONS
        ? text + " (and " + (distinct.size() - MOST_REASONS) + " more reasons)"
        : text;
  }
}
