package io.homeostat.core.plan;

import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.correlate.Members;
import io.homeostat.core.correlate.Suspicion;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.FeatureContract;
import io.homeostat.core.rules.Labels;
import io.homeostat.core.rules.Playbook;
import io.homeostat.core.rules.PlaybookTarget;
import io.homeostat.core.rules.RuleSet;
import io.homeostat.core.topology.Topology;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a playbook may act on in an incident.
 *
 * @param candidates worst first
 * @param why why there is none; one sentence
 * @param held whether there would be one, and a person must see to it instead
 */
record Targets(List<Choice.Candidate> candidates, String why, boolean held) {
  private static final Comparator<Signal> WORST =
      Comparator.comparing(Signal::score, Comparator.reverseOrder())
          .thenComparing(Signal::severity, Comparator.reverseOrder())
          .thenComparing(Signal::entity)
          .thenComparing(Signal::beganMillis)
          .thenComparing(Signal::id);

  Targets {
    candidates = List.copyOf(candidates);
  }

  /**
   * The targets.
   *
   * @param firing the signals that fire: only they are answered
   * @param rules what models use, and how long before the incident a change may have begun that
   *     caused it
   * @param nowMillis the lane's time
   */
  static Targets of(
      Playbook playbook,
      Dossier dossier,
      List<Signal> firing,
      RuleSet rules,
      Topology topology,
      long nowMillis) {
    PlaybookTarget target = playbook.target();
    if (target instanceof PlaybookTarget.OfSignal signal) {
      return sick(playbook, signal, dossier, firing);
    }
    if (target instanceof PlaybookTarget.OfModels models) {
      return users(playbook, models, dossier, firing, rules);
    }
    return changed(
        playbook,
        (PlaybookTarget.OfChange) target,
        dossier,
        firing,
        topology,
        rules.correlation().changesMillis(),
        nowMillis);
  }

  private static Targets sick(
      Playbook playbook, PlaybookTarget.OfSignal target, Dossier dossier, List<Signal> firing) {
    List<Choice.Candidate> candidates =
        firing.stream()
            .filter(signal -> signal.kind().equals(target.kind()))
            .filter(signal -> matches(target, signal.entity(), dossier))
            .sorted(WORST)
            .map(
                each ->
                    new Choice.Candidate(
                        playbook, each.entity(), each, Optional.empty(), List.of()))
            .toList();
    return new Targets(
        candidates,
        playbook.name()
            + " finds no signal of kind "
            + target.kind()
            + " on an entity that it may act on",
        false);
  }

  /** Each model once, for the worst that is wrong with what it uses. */
  private static Targets users(
      Playbook playbook,
      PlaybookTarget.OfModels target,
      Dossier dossier,
      List<Signal> firing,
      RuleSet rules) {
    SortedMap<EntityId, Choice.Candidate> byModel = new TreeMap<>();
    List<Signal> drifts =
        firing.stream().filter(each -> each.kind().equals(target.kind())).sorted(WORST).toList();
    for (Signal drift : drifts) {
      List<FeatureContract> about = about(drift, rules);
      for (EntityId model : about.stream().flatMap(each -> each.models().stream()).toList()) {
        List<String> features =
            about.stream()
                .filter(each -> each.models().contains(model))
                .map(FeatureContract::name)
                .toList();
        byModel.putIfAbsent(
            model, new Choice.Candidate(playbook, model, drift, Optional.empty(), features));
      }
    }
    return new Targets(
        byModel.values().stream()
            .filter(each -> matches(target, each.target(), dossier))
            .sorted(Comparator.comparing(Choice.Candidate::cause, WORST))
            .toList(),
        playbook.name()
            + " finds no model that it may act on and that uses, by the contracts of features, what a"
            + " signal of kind "
            + target.kind()
            + " tells of",
        false);
  }

  /**
   * The contracts that a signal is about: the one that it names, or all those of its table, also
   * where a drift rule has the name of a feature.
   */
  private static List<FeatureContract> about(Signal signal, RuleSet rules) {
    List<FeatureContract> ofTable =
        rules.features().stream().filter(each -> each.table().equals(signal.entity())).toList();
    List<FeatureContract> named =
        ofTable.stream().filter(each -> each.name().equals(signal.rule())).toList();
    boolean ofTheTable = rules.drift().stream().anyMatch(rule -> rule.name().equals(signal.rule()));
    return named.isEmpty() || ofTheTable ? ofTable : named;
  }

  /**
   * The first suspect of what is not resolved, where its newest change of the kind has ended, and
   * began before a failure that the suspect can have caused.
   */
  private static Targets changed(
      Playbook playbook,
      PlaybookTarget.OfChange target,
      Dossier dossier,
      List<Signal> firing,
      Topology topology,
      long changesMillis,
      long nowMillis) {
    Members open = dossier.members().unresolved();
    Optional<EntityId> suspect =
        Suspicion.rank(open, topology).stream().map(each -> each.entity()).findFirst();
    Optional<Change> newest =
        open.changes().stream()
            .filter(each -> suspect.filter(each.entity()::equals).isPresent())
            .filter(each -> each.kind().equals(target.change()))
            .filter(each -> matches(target, each.entity(), dossier))
            .reduce((older, newer) -> newer);
    Companions companions = new Companions(target, open.changes());
    List<Signal> answered =
        firing.stream()
            .filter(each -> target.kind().filter(kind -> !kind.equals(each.kind())).isEmpty())
            .toList();
    long earliest = dossier.openedMillis() - changesMillis;
    if (newest.isEmpty()) {
      return suspect
          .flatMap(each -> companions.broughtBy(each, answered, topology, earliest))
          .filter(pair -> matches(target, pair.change().entity(), dossier))
          .map(pair -> held(playbook, pair))
          .orElse(
              none(
                  playbook, "finds no " + target.change() + " it may act on as the first suspect"));
    }
    Change change = newest.get();
    String named = "the newest " + change.kind() + " of " + change.entity().name();
    if (open.changes().size() >= Members.MOST_CHANGES) {
      return none(playbook, "can't tell " + named + ": there were too many changes");
    }
    if (change.state() == Change.State.BEGUN) {
      return none(playbook, "waits for the end of " + named);
    }
    if (change.beganMillis() < earliest) {
      return none(playbook, "finds " + named + " too long before the failure");
    }
    List<Choice.Candidate> candidates =
        answered.stream()
            .filter(each -> each.beganMillis() >= change.beganMillis())
            .filter(each -> Suspicion.liesBelow(change.entity(), each.entity(), topology))
            .sorted(WORST)
            .map(
                each ->
                    new Choice.Candidate(
                        playbook, change.entity(), each, Optional.of(change), List.of()))
            .toList();
    Optional<Companions.Pair> companion =
        candidates.stream()
            .flatMap(each -> companions.of(change, each.cause().entity(), topology).stream())
            .findFirst();
    if (companion.isPresent()) {
      return held(playbook, companion.get());
    }
    return !candidates.isEmpty() && companions.awaited(change, nowMillis)
        ? none(playbook, "waits until it is known what was changed along with " + named)
        : new Targets(
            candidates, playbook.name() + " finds no failure that began after " + named, false);
  }

  private static Targets held(Playbook playbook, Companions.Pair pair) {
    return new Targets(List.of(), playbook.name() + " is held: " + pair.words(), true);
  }

  private static Targets none(Playbook playbook, String why) {
    return new Targets(List.of(), playbook.name() + " " + why, false);
  }

  private static boolean matches(PlaybookTarget target, EntityId entity, Dossier dossier) {
    return Labels.match(target.match(), Labels.of(entity, dossier.system()));
  }
}
