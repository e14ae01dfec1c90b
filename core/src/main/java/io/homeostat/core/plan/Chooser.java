package io.homeostat.core.plan;

import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.correlate.Draft;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.Labels;
import io.homeostat.core.rules.Playbook;
import io.homeostat.core.rules.RuleSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Chooses what to propose: the first playbook in the rules' order that applies, on the worst of the
 * entities that it may act on. Only signals that fire count; what is UNKNOWN is no ground to act.
 */
public final class Chooser {
  private static final int MOST_REASONS = 3;
  private static final Comparator<Signal> WORST =
      Comparator.comparing(Signal::score, Comparator.reverseOrder())
          .thenComparing(Signal::severity, Comparator.reverseOrder())
          .thenComparing(Signal::entity)
          .thenComparing(Signal::beganMillis)
          .thenComparing(Signal::id);

  private final RuleSet rules;
  private final String context;
  private final Function<EntityId, Optional<String>> busy;

  /**
   * A chooser.
   *
   * @param context the versions of the rules and the topology
   * @param busy the other incident that acts on an entity, if there is one
   */
  public Chooser(RuleSet rules, String context, Function<EntityId, Optional<String>> busy) {
    this.rules = rules;
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
      List<Signal> causes = causes(dossier, playbook, firing);
      if (applies != Gate.Answer.PASS || causes.isEmpty()) {
        unfit.add(unfit(playbook, applies));
      } else if (dossier.efforts().attempts(playbook.name()) >= playbook.mostAttempts()) {
        exhausted = true;
        reasons.add(
            playbook.name() + " was tried as often as it may be (" + playbook.mostAttempts() + ")");
      } else {
        Optional<Signal> cause = free(dossier, playbook, causes, skipped, reasons);
        if (cause.isPresent()) {
          return new Choice.Candidate(playbook, cause.get());
        }
      }
    }
    return new Choice.Nothing(
        reasons.isEmpty() ? "no playbook applies: " + join(unfit) : join(reasons), exhausted);
  }

  private List<Signal> causes(Dossier dossier, Playbook playbook, List<Signal> firing) {
    return firing.stream()
        .filter(signal -> signal.kind().equals(playbook.targetKind()))
        .filter(
            signal ->
                Labels.match(playbook.targetMatch(), Labels.of(signal.entity(), dossier.system())))
        .sorted(WORST)
        .toList();
  }

  private Optional<Signal> free(
      Dossier dossier,
      Playbook playbook,
      List<Signal> causes,
      List<Draft.Skipped> skipped,
      List<String> reasons) {
    for (Signal cause : causes) {
      EntityId target = cause.entity();
      Optional<String> settled = dossier.efforts().settled(target, cause.kind(), context);
      Optional<String> other = busy.apply(target).filter(id -> !id.equals(dossier.id()));
      boolean passed =
          skipped.stream()
              .anyMatch(
                  each -> each.playbook().equals(playbook.name()) && each.target().equals(target));
      if (settled.isPresent()) {
        reasons.add(settled.get());
      } else if (other.isPresent()) {
        reasons.add("incident " + other.get() + " acts on " + target.name());
      } else if (!passed) {
        return Optional.of(cause);
      }
    }
    return Optional.empty();
  }

  private static String unfit(Playbook playbook, Gate.Answer applies) {
    return switch (applies) {
      case PASS ->
          playbook.name()
              + " finds no signal of kind "
              + playbook.targetKind()
              + " on an entity that it may act on";
      case FAIL -> playbook.name() + " does not answer this: " + playbook.when().source();
      case UNKNOWN -> playbook.name() + " can't tell: " + playbook.when().source();
    };
  }

  private static String join(List<String> reasons) {
    List<String> distinct = reasons.stream().distinct().toList();
    String text = String.join("; ", distinct.subList(0, Math.min(MOST_REASONS, distinct.size())));
    return distinct.size() > MOST_REASONS
        ? text + " (and " + (distinct.size() - MOST_REASONS) + " more reasons)"
        : text;
  }
}
